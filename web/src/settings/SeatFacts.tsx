import { useQuery } from '@tanstack/react-query';

import { useSeats } from '../lab/useSeats';
import { texts } from '../texts';
import classes from './Health.module.css';
import { organization, type ServerState } from './queries';

/** How many conversations fit at once, and why that many. */
export function SeatFacts({ seats }: { seats: ServerState['seats'] }) {
  const { sections, seats: words } = texts.settings;
  const count = useSeats();
  const { data } = useQuery(organization);
  const own = data?.maxConcurrentSessions ?? null;
  return (
    <section className={classes.section} aria-labelledby="seats">
      <h2 id="seats">{sections.seats}</h2>
      {count && (
        <p>
          <strong>{words.yours(count.total)}.</strong> {words.taken(count.taken)}
        </p>
      )}
      <p>
        {words.server(seats.perOrganization)} {own !== null && own < seats.perOrganization && words.own(own)} {words.engines(seats.engines, seats.perEngine)}
      </p>
    </section>
  );
}
