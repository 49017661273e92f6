import { IconDots, IconUser } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { useId, useRef } from 'react';

import { useAccount } from '../account/account';
import { texts } from '../texts';
import { groups, isCurrent, reference } from './nav';
import classes from './Tabs.module.css';

const first = groups.filter(({ label }) => label === undefined).flatMap(({ places }) => places);
const others = groups.filter(({ label }) => label !== undefined);

/** The same places as the rail's, at the foot of a phone: those without a group, and behind "More" the others. */
export function Tabs() {
  const { pathname } = useLocation();
  const account = useAccount();
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const current = (to: string) => (isCurrent(pathname, to) ? 'page' : undefined);
  const isElsewhere = !first.some(({ to }) => isCurrent(pathname, to));
  const leave = () => menu.current?.hidePopover();
  return (
    <nav aria-label={texts.nav.lab} className={classes.tabs}>
      {first.map(({ to, label, short, icon: Icon }) => (
        <Link key={to} to={to} className={classes.tab} aria-current={current(to)}>
          <Icon size={21} stroke={1.7} aria-hidden="true" />
          {short ?? label}
        </Link>
      ))}
      <button type="button" className={classes.tab} popoverTarget={id} data-current={isElsewhere || undefined}>
        <IconDots size={21} stroke={1.7} aria-hidden="true" />
        {texts.nav.more}
      </button>
      <div ref={menu} id={id} popover="auto" className={classes.menu}>
        {others.map(({ label, places }) => (
          <ul key={label} aria-label={label}>
            <li className={classes.label} aria-hidden="true">
              {label}
            </li>
            {places.map(({ to, label: name, icon: Icon }) => (
              <li key={to}>
                <Link to={to} aria-current={current(to)} onClick={leave}>
                  <Icon size={19} stroke={1.7} aria-hidden="true" />
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        ))}
        <ul>
          <li>
            <a href={reference.href}>
              <reference.icon size={19} stroke={1.7} aria-hidden="true" />
              {reference.label}
            </a>
          </li>
          <li>
            <Link to="/account" aria-current={current('/account')} onClick={leave}>
              <IconUser size={19} stroke={1.7} aria-hidden="true" />
              {account ? texts.nav.account : texts.signIn.submit}
            </Link>
          </li>
        </ul>
      </div>
    </nav>
  );
}
