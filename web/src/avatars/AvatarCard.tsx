import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';

import { may, useAccount } from '../account/account';
import { texts } from '../texts';
import classes from './AvatarCard.module.css';
import { AvatarMenu } from './AvatarMenu';
import { IdleFace } from './IdleFace';
import { MakingOf } from './MakingOf';
import type { Avatar } from './queries';
import { SayHello } from './SayHello';
import { isYours } from './search';
import { useLooked } from './useLooked';

/** A face; it breathes while somebody looks at it, and talks with whoever says hello. */
export function AvatarCard({ avatar }: { avatar: Avatar }) {
  const account = useAccount();
  const { looked, watch } = useLooked();
  const [greeted, setGreeted] = useState(false);
  const ready = avatar.buildStatus === 'ready';
  const greet = ready && may(account, 'sessions:create') ? () => setGreeted(true) : undefined;
  return (
    <article className={classes.card} {...watch}>
      <Pressed avatar={avatar} onHello={greet}>
        <span className={classes.frame}>
          <IdleFace picture={avatar.imageUrl} clip={looked ? avatar.idleVideoUrl : null} />
          {ready ? <span className={classes.say}>{greet ? texts.avatars.hello.say : texts.avatars.use}</span> : <MakingOf avatar={avatar} />}
        </span>
        <span className={classes.name}>
          <strong dir="auto">{avatar.displayName}</strong>
          {isYours(avatar) && <em>{texts.avatars.yours}</em>}
        </span>
      </Pressed>
      <p className={classes.tags}>{[...new Set([avatar.variantName, ...avatar.displayTags])].filter(Boolean).join(', ')}</p>
      <AvatarMenu avatar={avatar} onHello={greet} />
      {greeted && <SayHello avatar={avatar} onDone={() => setGreeted(false)} />}
    </article>
  );
}

interface PressedProps {
  avatar: Avatar;
  /** Undefined where nobody can talk with it. */
  onHello?: () => void;
  children: ReactNode;
}

/** The picture says hello; where that cannot be, it leads to what can be done. */
function Pressed({ avatar, onHello, children }: PressedProps) {
  if (onHello)
    return (
      <button type="button" className={classes.link} onClick={onHello}>
        {children}
      </button>
    );
  if (avatar.buildStatus === 'ready')
    return (
      <Link to="/personas/new" search={{ avatar: avatar.id }} className={classes.link}>
        {children}
      </Link>
    );
  return (
    <Link to="/avatars/new" search={{ avatar: avatar.id, step: 'check' }} className={classes.link}>
      {children}
    </Link>
  );
}
