import { IconUser } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';

import { useAccount } from '../account/account';
import { texts } from '../texts';
import { groups, isCurrent, reference } from './nav';
import classes from './Tabs.module.css';

/** The same places as the rail's, at the foot of a phone. */
export function Tabs() {
  const { pathname } = useLocation();
  const account = useAccount();
  return (
    <nav aria-label={texts.nav.lab} className={classes.tabs}>
      {groups.flatMap(({ places }) =>
        places.map(({ to, label, icon: Icon }) => (
          <Link key={to} to={to} className={classes.tab} aria-current={isCurrent(pathname, to) ? 'page' : undefined}>
            <Icon size={21} stroke={1.7} aria-hidden="true" />
            {label}
          </Link>
        )),
      )}
      <a href={reference.href} className={classes.tab}>
        <reference.icon size={21} stroke={1.7} aria-hidden="true" />
        {texts.nav.referenceShort}
      </a>
      <Link to="/account" className={classes.tab} aria-current={isCurrent(pathname, '/account') ? 'page' : undefined}>
        <IconUser size={21} stroke={1.7} aria-hidden="true" />
        {account ? texts.nav.account : texts.signIn.submit}
      </Link>
    </nav>
  );
}
