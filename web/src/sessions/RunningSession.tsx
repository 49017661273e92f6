import { Button } from '@mantine/core';

import { ActionFailed } from '../lab/ActionFailed';
import { Empty } from '../lab/Empty';
import { texts } from '../texts';
import { nameOf, type KeptSession, useStop } from './queries';

/** As long as it runs there is nothing to look at, and one thing to do. */
export function RunningSession({ session }: { session: KeptSession }) {
  const stop = useStop();
  const { running } = texts.session;
  return (
    <Empty title={running.title} body={running.body}>
      <Button
        variant="default"
        aria-label={texts.sessions.stopThis(nameOf(session) ?? texts.sessions.nameless)}
        loading={stop.isPending}
        onClick={() => stop.mutate(session.id)}
      >
        {texts.sessions.stop}
      </Button>
      <ActionFailed error={stop.error} />
    </Empty>
  );
}
