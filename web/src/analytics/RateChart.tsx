import { texts } from '../texts';
import { Chart } from './Chart';
import { ticksFor } from './chart';
import { type Line, LineKey, Lines } from './Lines';
import type { Day } from './queries';

/** Of the axis: a small rate must not look like a mountain. */
const LEAST = 0.1;

/** How often she was cut off, and how often a conversation failed. */
export function RateChart({ days }: { days: readonly Day[] }) {
  const { rates, figures } = texts.analytics;
  const lines: Line[] = [
    { look: 'interruption', label: rates.interruption, values: days.map(({ interruptionRate }) => interruptionRate) },
    { look: 'error', label: rates.error, values: days.map(({ errorSessionRate }) => errorSessionRate) },
  ];
  const axis = ticksFor(Math.max(LEAST, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const shown = (rate: number | null) => (rate === null ? figures.none : figures.rate(rate));
  return (
    <Chart
      title={rates.title}
      legend={<LineKey lines={lines} />}
      days={days}
      axis={axis}
      tick={(value) => `${Math.round(value * 100)} %`}
      columns={[
        { label: rates.interruption, value: ({ interruptionRate }) => shown(interruptionRate) },
        { label: rates.error, value: ({ errorSessionRate }) => shown(errorSessionRate) },
      ]}
      draw={(frame) => <Lines lines={lines} frame={frame} max={axis.max} />}
    />
  );
}
