import type { Schemas } from '../api/client';
import { median, SLOW_GAP_MS } from '../session/gap';
import { texts } from '../texts';
import classes from './Figures.module.css';
import { longestStage, type Tape, type TapeTurn } from './tape';

/** The four figures of a conversation; what was not measured has none. */
export function Figures({ tape, report }: { tape: Tape; report: Schemas['SessionAnalytics'] }) {
  const { figures } = texts.session;
  const gaps = tape.turns.flatMap(({ gap }) => (gap ? [gap.totalMs] : []));
  const middle = median(gaps);
  const slowest = tape.turns.filter(({ gap }) => gap).sort((a, b) => b.gap!.totalMs - a.gap!.totalMs)[0];
  const slow = slowest !== undefined && slowest.gap!.totalMs > SLOW_GAP_MS;
  const { interruptedTurns, interruptionRate, totalTurns } = report.summary;
  const shown = [
    {
      label: figures.median,
      value: middle === undefined ? figures.none : texts.seconds(middle),
      note: gaps.length ? figures.onTarget(gaps.filter((ms) => ms <= SLOW_GAP_MS).length, gaps.length) : figures.noGaps,
    },
    {
      label: figures.slowest,
      value: slowest ? texts.seconds(slowest.gap!.totalMs) : figures.none,
      note: slowest ? causeOf(slowest) : figures.noGaps,
      slow,
    },
    {
      label: figures.length,
      value: report.durationSeconds === null ? figures.none : texts.clock(report.durationSeconds),
      note: figures.turns(totalTurns),
    },
    {
      label: figures.cuts,
      value: `${interruptedTurns}`,
      note: interruptedTurns && interruptionRate !== null ? figures.cut(interruptionRate) : figures.noCuts,
    },
  ];
  return (
    <dl className={classes.figures}>
      {shown.map(({ label, value, note, slow: marked }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="vv-num">{value}</dd>
          <dd data-slow={marked || undefined}>{note}</dd>
        </div>
      ))}
    </dl>
  );
}

function causeOf({ number, gap, tools }: TapeTurn): string {
  const stage = longestStage(gap!);
  const [tool] = tools;
  if (stage === 'think' && tool) return texts.session.figures.slowTool(number, tool.toolName);
  return texts.session.figures.slow(number, texts.session.stages[stage].label);
}
