import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId, useRef, useState } from 'react';

import { may, useAccount } from '../account/account';
import { texts } from '../texts';
import classes from './AvatarMenu.module.css';
import type { Avatar } from './queries';
import { RemoveAvatar } from './RemoveAvatar';
import { RenameAvatar } from './RenameAvatar';
import { isYours } from './search';

/** What can be done with it. Those of the server can only be used. */
export function AvatarMenu({ avatar, onHello }: { avatar: Avatar; onHello?: () => void }) {
  const { avatars: words } = texts;
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const account = useAccount();
  const [asking, setAsking] = useState<'rename' | 'remove'>();
  const ask = (what: 'rename' | 'remove') => {
    menu.current?.hidePopover();
    setAsking(what);
  };
  const done = () => setAsking(undefined);
  const yours = isYours(avatar);
  const mayUpdate = yours && may(account, 'avatars:update');
  return (
    <>
      <button type="button" className={classes.dots} popoverTarget={id} aria-label={words.menu(avatar.displayName)}>
        <IconDots size={19} aria-hidden="true" />
      </button>
      <div ref={menu} id={id} popover="auto" className={classes.menu}>
        {onHello && (
          <button
            type="button"
            onClick={() => {
              menu.current?.hidePopover();
              onHello();
            }}
          >
            {words.hello.say}
          </button>
        )}
        {avatar.buildStatus === 'ready' && (
          <Link to="/personas/new" search={{ avatar: avatar.id }}>
            {words.use}
          </Link>
        )}
        {yours && (
          <Link to="/avatars/new" search={{ avatar: avatar.id, step: 'check' }}>
            {words.points}
          </Link>
        )}
        {mayUpdate && (
          <button type="button" onClick={() => ask('rename')}>
            {words.rename}
          </button>
        )}
        {yours && may(account, 'avatars:delete') && (
          <button type="button" data-danger onClick={() => ask('remove')}>
            {words.remove}
          </button>
        )}
      </div>
      {asking === 'rename' && <RenameAvatar avatar={avatar} onDone={done} />}
      {asking === 'remove' && <RemoveAvatar avatar={avatar} onDone={done} />}
    </>
  );
}
