import type { ReactNode } from 'react';

import type { SeatCount } from '../server/status';
import { texts } from '../texts';
import classes from './Frame.module.css';
import { Wordmark } from './Mark';
import { SchemeToggle } from './SchemeToggle';
import { Seats } from './Seats';

/** The frame around every screen. There is one screen so far, so there is no menu. */
export function Frame({ seats, children }: { seats?: SeatCount; children: ReactNode }) {
  return (
    <div className={classes.frame}>
      <a href="#main" className={classes.skip}>
        {texts.skip}
      </a>
      <header className={classes.bar}>
        <Wordmark size={20} />
        <div className={classes.end}>
          {seats && <Seats {...seats} />}
          <SchemeToggle />
        </div>
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
