import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { SignInFirst } from '../account/SignInFirst';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import classes from './SettingsFrame.module.css';

/** What /settings and /settings/health have in common. */
export function SettingsFrame({ children, action }: { children: ReactNode; action?: ReactNode }) {
  const { settings } = texts;
  const views = [
    { to: '/settings', label: settings.views.settings },
    { to: '/settings/health', label: settings.views.health },
  ] as const;
  return (
    <SignInFirst why={settings.why}>
      <div className={page.page}>
        <PageHeader title={settings.title}>{action}</PageHeader>
        <nav aria-label={settings.views.label} className={classes.views}>
          {views.map(({ to, label }) => (
            <Link key={to} to={to} activeOptions={{ exact: true }}>
              {label}
            </Link>
          ))}
        </nav>
        {children}
      </div>
    </SignInFirst>
  );
}
