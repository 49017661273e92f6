import { IconDots } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';

import { texts } from '../texts';
import { groups, isCurrent } from './nav';
import classes from './Tabs.module.css';

/** At the foot of a phone: the places of the rail's first group, and the way to all others. */
export function Tabs() {
  const { pathname } = useLocation();
  const places = groups[0]?.places ?? [];
  const elsewhere = !places.some(({ to }) => isCurrent(pathname, to));
  return (
    <nav aria-label={texts.nav.lab} className={classes.tabs}>
      {places.map(({ to, label, icon: Icon }) => (
        <Link key={to} to={to} className={classes.tab} aria-current={isCurrent(pathname, to) ? 'page' : undefined}>
          <Icon size={21} stroke={1.7} aria-hidden="true" />
          {label}
        </Link>
      ))}
      <Link to="/more" className={classes.tab} aria-current={elsewhere ? 'page' : undefined}>
        <IconDots size={21} stroke={1.7} aria-hidden="true" />
        {texts.rooms.more}
      </Link>
    </nav>
  );
}
