import { gapOf, SLOW_GAP_MS } from '../session/gap';
import type { Levels } from '../session/levels';
import type { Turn } from '../session/turns';
import { texts } from '../texts';
import classes from './Duet.module.css';
import { Lane } from './Lane';
import { useNow } from './useNow';

/** How much of the conversation is in view while it runs. */
const WINDOW_MS = 28_000;
/** Share of the window at its end in which there is no room for a number, on a phone. */
const TOO_LATE = 0.2;
/** Room kept free right of the present. */
const AHEAD_MS = 2_000;

interface DuetProps {
  levels: Levels;
  turns: readonly Turn[];
  personaName: string;
  /** The first frame; before it there is nothing to draw. */
  startedAtMs?: number;
  endedAtMs?: number;
}

/**
 * The conversation as a duet: you above, the persona below, and between them the gap,
 * drawn to scale and in numbers. While it runs the last half minute is in view, afterwards all of it.
 */
export function Duet({ levels, turns, personaName, startedAtMs, endedAtMs }: DuetProps) {
  const live = startedAtMs !== undefined && endedAtMs === undefined;
  const nowMs = useNow(100, live);
  const zeroMs = startedAtMs ?? nowMs;
  const endMs = Math.max(0, (endedAtMs ?? nowMs) - zeroMs);
  const toMs = endedAtMs === undefined ? Math.max(WINDOW_MS, endMs + AHEAD_MS) : Math.max(5_000, endMs);
  const fromMs = endedAtMs === undefined ? toMs - WINDOW_MS : 0;
  const at = (ms: number) => `${((ms - fromMs) / (toMs - fromMs)) * 100}%`;

  return (
    <div className={classes.duet}>
      <div className={classes.names} aria-hidden="true">
        <span data-side="you">{texts.you}</span>
        <span data-side="persona">{personaName}</span>
      </div>
      <div className={classes.lanes} role="img" aria-label={texts.duet.label(personaName)}>
        {ticksBetween(fromMs, toMs).map((ms) => (
          <span key={ms} className={classes.tick} style={{ left: at(ms) }}>
            <span className="vv-num">{texts.clock(ms / 1000)}</span>
          </span>
        ))}
        <Lane levels={levels} side="you" fromMs={fromMs} toMs={toMs} endMs={endMs} />
        <Lane levels={levels} side="persona" fromMs={fromMs} toMs={toMs} endMs={endMs} />
        {turns.map((turn) => {
          const opened = turn.endedAtMs - zeroMs;
          const closed = turn.audibleAtMs === undefined ? endMs : turn.audibleAtMs - zeroMs;
          const open = turn.audibleAtMs === undefined;
          const ms = open ? closed - opened : gapOf(turn)?.totalMs;
          if (ms === undefined || closed < fromMs || (open && !live)) return null;
          const left = Math.max(opened, fromMs);
          return (
            <span
              key={turn.endedAtMs}
              className={classes.gap}
              data-open={open || undefined}
              data-slow={ms > SLOW_GAP_MS || undefined}
              data-flip={closed > toMs - (toMs - fromMs) * TOO_LATE || undefined}
              style={{ left: at(left), width: `${((closed - left) / (toMs - fromMs)) * 100}%` }}
            >
              <span className={`${classes.number} vv-num`}>{texts.seconds(ms)}</span>
            </span>
          );
        })}
        {live && <span className={classes.playhead} style={{ left: at(endMs) }} />}
      </div>
    </div>
  );
}

/** Whole steps of time in the window, far enough apart that their labels never touch. */
function ticksBetween(fromMs: number, toMs: number): number[] {
  const step = [5_000, 10_000, 30_000, 60_000, 300_000].find((ms) => (toMs - fromMs) / ms <= 8) ?? 600_000;
  const ticks: number[] = [];
  for (let ms = Math.ceil(fromMs / step) * step; ms <= toMs - (toMs - fromMs) * 0.05; ms += step) ticks.push(ms);
  return ticks;
}
