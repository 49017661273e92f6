import { Link, useLocation } from '@tanstack/react-router';

import { texts } from '../texts';
import { groups, isCurrent, reference } from './nav';
import classes from './Rail.module.css';

export function Rail() {
  const { pathname } = useLocation();
  return (
    <nav aria-label={texts.nav.lab} className={classes.nav}>
      {groups.map(({ label, places }, last) => (
        <ul key={label ?? ''} className={classes.group} aria-label={label}>
          {label && (
            <li className={classes.label} aria-hidden="true">
              {label}
            </li>
          )}
          {places.map(({ to, label: name, icon: Icon }) => (
            <li key={to}>
              <Link to={to} className={classes.link} aria-current={isCurrent(pathname, to) ? 'page' : undefined}>
                <Icon size={18} stroke={1.7} aria-hidden="true" />
                {name}
              </Link>
            </li>
          ))}
          {last === groups.length - 1 && (
            <li>
              <a href={reference.href} className={classes.link}>
                <reference.icon size={18} stroke={1.7} aria-hidden="true" />
                {reference.label}
              </a>
            </li>
          )}
        </ul>
      ))}
    </nav>
  );
}
