import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';

import { useAccount, useSignOut } from '../account/account';
import { texts } from '../texts';
import classes from './AccountCard.module.css';
import { LinkButton } from './LinkButton';

/** At the foot of the rail: who is signed in, and the way out. */
export function AccountCard() {
  const account = useAccount();
  const signOut = useSignOut();
  const { href } = useLocation();
  if (account === undefined) return <div className={classes.card} />;
  if (account === null) {
    return (
      <LinkButton to="/sign-in" search={{ next: href }} variant="default">
        {texts.signIn.submit}
      </LinkButton>
    );
  }
  return (
    <div className={classes.card}>
      <Link to="/account" className={classes.who}>
        <strong>{account.organizationName}</strong>
        <span>{account.keyName}</span>
      </Link>
      <Tooltip label={texts.account.signOut}>
        <ActionIcon size={32} aria-label={texts.account.signOut} onClick={() => signOut.mutate()} loading={signOut.isPending}>
          <IconLogout size={17} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
