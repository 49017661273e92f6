import { type Frame, linesThrough, pathOf } from './chart';
import classes from './Chart.module.css';

export interface Line {
  /** Which of the looks it has. */
  look: 'p50' | 'p90' | 'p95' | 'interruption' | 'error';
  label: string;
  values: readonly (number | null)[];
}

export function Lines({ lines, frame, max }: { lines: readonly Line[]; frame: Frame; max: number }) {
  return lines.map(({ look, values }) => (
    <g key={look} className={classes.line} data-line={look}>
      {linesThrough(frame, values, max).map((line) => (
        <g key={line[0]!.x}>
          <path d={pathOf(line)} />
          {line.map(({ x, y }) => (
            <circle key={x} cx={x} cy={y} r={look === 'p50' ? 3.5 : 2.5} />
          ))}
        </g>
      ))}
    </g>
  ));
}

/** Each line as it is drawn, with its name. */
export function LineKey({ lines }: { lines: readonly Line[] }) {
  return (
    <ul className={classes.key}>
      {lines.map(({ look, label }) => (
        <li key={look}>
          <svg width={26} height={8} aria-hidden="true" className={classes.line} data-line={look}>
            <path d="M1 4L25 4" />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
