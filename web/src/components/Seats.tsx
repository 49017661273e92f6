import type { SeatCount } from '../server/status';
import { texts } from '../texts';
import classes from './Seats.module.css';

/** More dots than this are no longer counted at a glance. */
const MOST_DOTS = 12;

/** How many conversations this server holds right now: one dot per seat. */
export function Seats({ taken, total, compact }: SeatCount & { compact?: boolean }) {
  const free = Math.max(0, total - taken);
  const label = free > 0 ? texts.seats.free(free, total) : texts.seats.none(total);
  return (
    <div className={classes.seats} data-compact={compact || undefined} role="img" aria-label={label} title={texts.seats.hint}>
      {total <= MOST_DOTS && (
        <span className={classes.dots} aria-hidden="true">
          {Array.from({ length: total }, (_, seat) => (
            <span key={seat} className={classes.dot} data-taken={seat < taken || undefined} />
          ))}
        </span>
      )}
      {!compact && (
        <span className={classes.text} aria-hidden="true">
          {label}
        </span>
      )}
    </div>
  );
}
