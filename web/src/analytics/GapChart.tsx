import { SLOW_GAP_MS } from '../session/gap';
import { texts } from '../texts';
import { Chart } from './Chart';
import { heightOf, ticksFor } from './chart';
import classes from './Chart.module.css';
import { type Line, LineKey, Lines } from './Lines';
import type { Day } from './queries';

const TARGET_S = SLOW_GAP_MS / 1000;

/** How long people waited, in three lines, and how long they should have to at most. */
export function GapChart({ days }: { days: readonly Day[] }) {
  const { gaps, figures } = texts.analytics;
  const looks = ['p95', 'p90', 'p50'] as const;
  const lines: Line[] = looks.map((look) => ({ look, label: gaps[look], values: days.map(({ gapSeconds }) => gapSeconds[look]) }));
  const axis = ticksFor(Math.max(TARGET_S * 1.1, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0))));
  return (
    <Chart
      title={gaps.title}
      legend={<LineKey lines={lines.toReversed()} />}
      days={days}
      axis={axis}
      tick={(value) => `${Number(value.toFixed(2))} s`}
      columns={looks.toReversed().map((look) => ({
        label: gaps[look],
        value: ({ gapSeconds }) => (gapSeconds[look] === null ? figures.none : texts.seconds(gapSeconds[look] * 1000)),
      }))}
      draw={(frame) => {
        const y = heightOf(frame, TARGET_S, axis.max);
        return (
          <>
            <g className={classes.target}>
              <line x1={frame.left} x2={frame.width - frame.right} y1={y} y2={y} />
              <text x={frame.width - frame.right} y={y - 5} textAnchor="end">
                {gaps.target(SLOW_GAP_MS)}
              </text>
            </g>
            <Lines lines={lines} frame={frame} max={axis.max} />
          </>
        );
      }}
    />
  );
}
