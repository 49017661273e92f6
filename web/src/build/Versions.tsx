import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ActionFailed } from '../lab/ActionFailed';
import { Moment } from '../lab/Moment';
import { texts } from '../texts';
import { namesOfFields } from './changes';
import { useRestore, versionsOf } from './queries';
import { FoldedSection } from './Section';
import classes from './Versions.module.css';

/** What was published before, and the way back to it. */
export function Versions({ personaId, publishedAt }: { personaId: string; publishedAt: string }) {
  const { versions } = texts.build;
  const { data = [] } = useQuery(versionsOf(personaId));
  const restore = useRestore(personaId);
  return (
    <FoldedSection title={versions.title}>
      {data.length === 0 && <p className={classes.none}>{versions.none}</p>}
      <ActionFailed error={restore.error} />
      <ul className={classes.versions}>
        {data.map(({ number, publishedAt: at, changes }) => (
          <li key={number}>
            <div>
              <strong>{versions.number(number)}</strong> <Moment at={at} />
              <p>{changes.length > 0 ? namesOfFields(changes).join(', ') : versions.first}</p>
            </div>
            {at === publishedAt ? (
              <span className={classes.current}>{versions.current}</span>
            ) : (
              <Button variant="default" size="xs" aria-label={versions.restoreThis(number)} disabled={restore.isPending} onClick={() => restore.mutate(number)}>
                {versions.restore}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </FoldedSection>
  );
}
