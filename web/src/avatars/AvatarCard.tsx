import { Link } from '@tanstack/react-router';

import { texts } from '../texts';
import classes from './AvatarCard.module.css';
import { AvatarMenu } from './AvatarMenu';
import { IdleFace } from './IdleFace';
import { MakingOf } from './MakingOf';
import type { Avatar } from './queries';
import { isYours } from './search';
import { useLooked } from './useLooked';

/** A face; it breathes while somebody looks at it. */
export function AvatarCard({ avatar }: { avatar: Avatar }) {
  const { looked, watch } = useLooked();
  const ready = avatar.buildStatus === 'ready';
  const picture = (
    <>
      <span className={classes.frame}>
        <IdleFace picture={avatar.imageUrl} clip={looked ? avatar.idleVideoUrl : null} />
        {ready ? <span className={classes.say}>{texts.avatars.use}</span> : <MakingOf avatar={avatar} />}
      </span>
      <span className={classes.name}>
        <strong dir="auto">{avatar.displayName}</strong>
        {isYours(avatar) && <em>{texts.avatars.yours}</em>}
      </span>
    </>
  );
  return (
    <article className={classes.card} {...watch}>
      {ready ? (
        <a href={personaWith(avatar.id)} className={classes.link}>
          {picture}
        </a>
      ) : (
        <Link to="/avatars/new" search={{ avatar: avatar.id, step: 'check' }} className={classes.link}>
          {picture}
        </Link>
      )}
      <p className={classes.tags}>{[...new Set([avatar.variantName, ...avatar.displayTags])].filter(Boolean).join(', ')}</p>
      <AvatarMenu avatar={avatar} />
    </article>
  );
}

export const personaWith = (avatarId: string) => `/personas/new?avatar=${encodeURIComponent(avatarId)}`;
