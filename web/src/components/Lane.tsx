import { heightOf, type Levels, SLOT_MS } from '../session/levels';
import type { Side } from '../session/signals';
import classes from './Duet.module.css';

interface LaneProps {
  levels: Levels;
  side: Side;
  fromMs: number;
  toMs: number;
  /** Nothing is drawn from here on. */
  endMs: number;
}

/** One side's measured loudness, a bar for every tenth of a second: a single path, because it is drawn ten times a second. */
export function Lane({ levels, side, fromMs, toMs, endMs }: LaneProps) {
  const firstMs = Math.floor(fromMs / SLOT_MS) * SLOT_MS;
  const bars = levels
    .between(side, firstMs, Math.min(toMs, endMs))
    .map((level, k) => {
      const height = heightOf(level) * 48;
      return height > 0 ? `M${firstMs + (k + 0.5) * SLOT_MS - fromMs} ${50 - height}v${height * 2}` : '';
    })
    .join('');
  return (
    <svg className={classes.lane} data-side={side} viewBox={`0 0 ${toMs - fromMs} 100`} preserveAspectRatio="none" aria-hidden="true">
      <path d={bars} />
    </svg>
  );
}
