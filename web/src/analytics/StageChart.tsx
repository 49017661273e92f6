import stageColours from '../sessions/stages.module.css';
import { STAGES } from '../sessions/tape';
import { StageKey } from '../sessions/Waterfall';
import { texts } from '../texts';
import { Chart } from './Chart';
import { type Frame, heightOf, middleOf, ticksFor } from './chart';
import classes from './Chart.module.css';
import type { Day } from './queries';

const WIDEST_BAR_PX = 44;
const SHARE_OF_COLUMN = 0.6;

/** What the mean gap of each day is made of. */
export function StageChart({ days }: { days: readonly Day[] }) {
  const { stages, figures } = texts.analytics;
  const totals = days.map((day) => (day.stages ? STAGES.reduce((sum, name) => sum + day.stages![name], 0) : 0));
  const axis = ticksFor(Math.max(0.1, ...totals));
  return (
    <Chart
      title={stages.title}
      lead={stages.lead}
      legend={<StageKey />}
      days={days}
      axis={axis}
      tick={(value) => `${Number(value.toFixed(2))} s`}
      columns={STAGES.map((name) => ({
        label: texts.session.stages[name].label,
        value: (day) => (day.stages ? texts.session.waterfall.ms(day.stages[name] * 1000) : figures.none),
      }))}
      draw={(frame) => days.map((day, n) => day.stages && <Bar key={day.date} stages={day.stages} {...{ frame, n }} days={days.length} max={axis.max} />)}
    />
  );
}

interface BarProps {
  stages: NonNullable<Day['stages']>;
  frame: Frame;
  n: number;
  days: number;
  max: number;
}

/** The stages of one day, the first at the bottom. */
function Bar({ stages, frame, n, days, max }: BarProps) {
  const width = Math.min(WIDEST_BAR_PX, ((frame.width - frame.left - frame.right) / days) * SHARE_OF_COLUMN);
  let below = 0;
  return (
    <g className={classes.bars}>
      {STAGES.map((name) => {
        const foot = heightOf(frame, below, max);
        below += stages[name];
        const top = heightOf(frame, below, max);
        return (
          <rect key={name} className={stageColours[name]} x={middleOf(frame, n, days) - width / 2} y={top} width={width} height={Math.max(0, foot - top - 1)} />
        );
      })}
    </g>
  );
}
