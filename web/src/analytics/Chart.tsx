import { useElementSize } from '@mantine/hooks';
import type { ReactNode } from 'react';

import { Table } from '../lab/Table';
import { texts } from '../texts';
import { type Frame, heightOf, labelled, middleOf } from './chart';
import classes from './Chart.module.css';
import type { Day } from './queries';

const HEIGHT = 220;
const LABEL_ROOM_PX = 64;

export interface Column {
  label: string;
  value: (day: Day) => string;
}

interface ChartProps {
  title: string;
  lead?: string;
  /** Beside the title: what the colours mean. */
  legend: ReactNode;
  days: readonly Day[];
  axis: { max: number; ticks: readonly number[] };
  tick: (value: number) => string;
  /** What stands in the table, and beside the pointer. */
  columns: readonly Column[];
  draw: (frame: Frame) => ReactNode;
}

/** A drawing over days, with its axes, and the same as a table for whoever cannot see it or wants the figures. */
export function Chart({ title, lead, legend, days, axis: { max, ticks }, tick, columns, draw }: ChartProps) {
  const { ref, width } = useElementSize();
  const { day, table: words } = texts.analytics;
  const frame: Frame = { width, height: HEIGHT, left: 52, right: 12, top: 14, bottom: 26 };
  const column = (width - frame.left - frame.right) / days.length;
  return (
    <section className={classes.chart} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {lead && <p>{lead}</p>}
        {legend}
      </header>
      <div ref={ref} className={classes.drawing}>
        {width > 0 && (
          <svg width={width} height={HEIGHT} aria-hidden="true">
            {ticks.map((value) => (
              <g key={value} className={classes.tick}>
                <line x1={frame.left} x2={width - frame.right} y1={heightOf(frame, value, max)} y2={heightOf(frame, value, max)} />
                <text x={frame.left - 8} y={heightOf(frame, value, max) + 4} textAnchor="end">
                  {tick(value)}
                </text>
              </g>
            ))}
            {labelled(days.length, Math.floor((width - frame.left) / LABEL_ROOM_PX)).map((n) => (
              <text key={n} className={classes.date} x={middleOf(frame, n, days.length)} y={HEIGHT - 6} textAnchor="middle">
                {day(days[n]!.date)}
              </text>
            ))}
            {draw(frame)}
            {days.map((one, n) => (
              <rect key={one.date} className={classes.hit} x={frame.left + n * column} y={0} width={column} height={HEIGHT - frame.bottom}>
                <title>{[day(one.date), ...columns.map(({ label, value }) => `${label}: ${value(one)}`)].join('\n')}</title>
              </rect>
            ))}
          </svg>
        )}
      </div>
      <details className={classes.figures}>
        <summary>{words.show}</summary>
        <div className={classes.scroll} tabIndex={0} role="group" aria-label={title}>
          <Table caption={title} columns={[words.day, { number: words.sessions }, ...columns.map(({ label }) => ({ number: label }))]}>
            {days.map((one) => (
              <tr key={one.date}>
                <th scope="row">{day(one.date)}</th>
                <td data-label={words.sessions} data-number className="vv-num">
                  {one.sessions}
                </td>
                {columns.map(({ label, value }) => (
                  <td key={label} data-label={label} data-number className="vv-num">
                    {value(one)}
                  </td>
                ))}
              </tr>
            ))}
          </Table>
        </div>
      </details>
    </section>
  );
}
