import { useQuery } from '@tanstack/react-query';

import { api } from '../api/client';
import { answerOf } from '../api/refused';
import classes from './Face.module.css';
import type { KeptSession } from './queries';

/** The face of the persona in a session, if its avatar is still there; else the first letter of its name. */
export function Face({ session, name, size = 36 }: { session: KeptSession; name: string; size?: number }) {
  const { avatarId } = session.personaConfig;
  const { data } = useQuery({
    queryKey: ['avatars', avatarId],
    queryFn: () => answerOf(api.GET('/v1/avatars/{id}', { params: { path: { id: avatarId as string } } })),
    enabled: typeof avatarId === 'string',
    staleTime: Infinity,
    retry: false,
  });
  return (
    <span className={classes.face} style={{ width: size, height: size }} aria-hidden="true">
      {data?.imageUrl ? <img src={data.imageUrl} alt="" loading="lazy" /> : name.slice(0, 1)}
    </span>
  );
}
