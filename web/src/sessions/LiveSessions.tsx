import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { useNow } from '../components/useNow';
import { ActionFailed } from '../lab/ActionFailed';
import { texts } from '../texts';
import { Face } from './Face';
import classes from './LiveSessions.module.css';
import { type KeptSession, liveSessions, nameOf, useStop } from './queries';

/** Who is talking now. Each takes a seat, so each can be stopped from here. */
export function LiveSessions() {
  const { data } = useQuery(liveSessions);
  return (
    <section className={classes.live} aria-labelledby="live-now">
      <h2 id="live-now">{texts.sessions.now}</h2>
      {data?.length === 0 && <p>{texts.sessions.nobodyNow}</p>}
      {data && data.length > 0 && (
        <ul>
          {data.map((session) => (
            <LiveSession key={session.id} session={session} />
          ))}
        </ul>
      )}
    </section>
  );
}

function LiveSession({ session }: { session: KeptSession }) {
  const nowMs = useNow(1_000, true);
  const stop = useStop();
  const name = nameOf(session) ?? texts.sessions.nameless;
  const secondsSoFar = Math.max(0, (performance.timeOrigin + nowMs - Date.parse(session.startTime)) / 1000);
  return (
    <li>
      <Face session={session} name={name} />
      <Link to="/sessions/$sessionId" params={{ sessionId: session.id }} className={classes.who}>
        <strong>{name}</strong>
        <span>{session.clientLabel}</span>
      </Link>
      <span className={`${classes.clock} vv-num`}>{texts.clock(secondsSoFar)}</span>
      <Button
        variant="default"
        size="xs"
        aria-label={texts.sessions.stopThis(name)}
        loading={stop.isPending}
        onClick={() => stop.mutate(session.id)}
      >
        {texts.sessions.stop}
      </Button>
      <ActionFailed error={stop.error} />
    </li>
  );
}
