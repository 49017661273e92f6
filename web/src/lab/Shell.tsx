import { Outlet, useMatches } from '@tanstack/react-router';
import { useEffect } from 'react';

import { useSharedSignOut } from '../account/account';
import { SignInDialog } from '../account/SignInDialog';
import { SchemeToggle } from '../components/SchemeToggle';
import { Seats } from '../components/Seats';
import { texts } from '../texts';
import { AccountCard } from './AccountCard';
import { Home } from './Home';
import { Rail } from './Rail';
import classes from './Shell.module.css';
import { Tabs } from './Tabs';
import { useSeats } from './useSeats';

/** The frame of every page of the Lab: a rail on wide screens, a bar above and tabs below on phones. */
export function Shell() {
  useSharedSignOut();
  const seats = useSeats();
  const title = useMatches({ select: (matches) => matches.at(-1)?.staticData.title });
  useEffect(() => {
    document.title = title ? texts.pageTitle(title) : texts.product;
  }, [title]);
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        {texts.skip}
      </a>
      <aside className={classes.rail} aria-label={texts.nav.rail}>
        <div className={classes.brand}>
          <Home />
          <SchemeToggle />
        </div>
        <Rail />
        {seats && <Seats {...seats} />}
        <AccountCard />
      </aside>
      <header className={classes.bar}>
        <Home size={19} />
        <div className={classes.end}>
          {seats && <Seats {...seats} compact />}
          <SchemeToggle />
        </div>
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
      <Tabs />
      <SignInDialog />
    </div>
  );
}
