import { useReducedMotion } from '@mantine/hooks';

import type { Phase } from '../session/phase';
import classes from './Mark.module.css';

const CURVE = 'M22.5 9.5A6.5 6.5 0 1 0 16 16a6.5 6.5 0 1 1-6.5 6.5';

/**
 * The visavis mark: a vis-à-vis seat seen from above, one person in each bowl.
 * It doubles as the conversation's state light: the dot of whoever has the floor pulses,
 * and while the persona thinks the word travels along the seat from one side to the other.
 */
export function Mark({ size = 28, phase }: { size?: number; phase?: Phase }) {
  const still = useReducedMotion();
  return (
    <svg className={classes.mark} data-phase={phase} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <g transform="rotate(90 16 16)">
        <path d={CURVE} className={classes.seat} />
        {phase === 'thinking' && (
          <circle r="2.1" cx={still ? 16 : undefined} cy={still ? 16 : undefined} className={classes.word}>
            {!still && <animateMotion dur="1.1s" repeatCount="indefinite" path={CURVE} keyPoints="1;0" keyTimes="0;1" />}
          </circle>
        )}
        <circle cx="16" cy="9.5" r="2.7" className={classes.persona} />
        <circle cx="16" cy="22.5" r="2.7" className={classes.you} />
      </g>
    </svg>
  );
}

/** The name, with the grave accent of "vis-à-vis" kept as a small apricot stroke. */
export function Wordmark({ size = 21 }: { size?: number }) {
  return (
    <span className={classes.wordmark} style={{ fontSize: size }} role="img" aria-label="visavis">
      <Mark size={size * 1.5} />
      <span aria-hidden="true">
        vis<span className={classes.grave}>a</span>vis
      </span>
    </span>
  );
}
