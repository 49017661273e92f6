import type { LoggedEvent } from '../session/useCall';
import { texts } from '../texts';
import classes from './EventList.module.css';

/** What the SDK told, in order, for whoever builds on it. */
export function EventList({ events }: { events: readonly LoggedEvent[] }) {
  if (events.length === 0) return <p className={classes.empty}>{texts.conversation.noEvents}</p>;
  return (
    <ol className={classes.events}>
      {events.map(({ atMs, name, detail }, position) => (
        <li key={position}>
          <span className="vv-num">{(atMs / 1000).toFixed(2)}</span>
          <code>{name}</code>
          {detail && <em>{detail}</em>}
        </li>
      ))}
    </ol>
  );
}
