import { texts } from '../texts';
import classes from './Clock.module.css';
import { useNow } from './useNow';

/** How long the conversation has run, and whether the microphone is off. */
export function Clock({ startedAtMs, muted }: { startedAtMs: number; muted: boolean }) {
  const nowMs = useNow(500);
  return (
    <div className={classes.clock}>
      {muted && <strong>{texts.muted}</strong>}
      <span className="vv-num">{texts.clock(Math.max(0, nowMs - startedAtMs) / 1000)}</span>
    </div>
  );
}
