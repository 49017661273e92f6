import type { Phase } from '../session/phase';
import { texts } from '../texts';
import { Mark } from './Mark';
import classes from './StatePill.module.css';
import { useNow } from './useNow';

interface StatePillProps {
  phase: Phase;
  /** While thinking: since when, on the page's clock. */
  sinceMs?: number;
  withMicrophone: boolean;
}

/** Says who has the floor. Announced politely to screen readers. */
export function StatePill({ phase, sinceMs, withMicrophone }: StatePillProps) {
  const label = phase === 'listening' && !withMicrophone ? texts.yourTurn : texts.phases[phase];
  return (
    <div className={classes.pill} data-phase={phase} role="status" hidden={!label}>
      <Mark size={22} phase={phase} />
      {label}
      {phase === 'thinking' && sinceMs !== undefined && <Seconds sinceMs={sinceMs} />}
    </div>
  );
}

function Seconds({ sinceMs }: { sinceMs: number }) {
  const nowMs = useNow(100);
  return (
    <span className={`${classes.seconds} vv-num`} aria-hidden="true">
      {(Math.max(0, nowMs - sinceMs) / 1000).toFixed(1)} s
    </span>
  );
}
