import type { ReactNode } from 'react';

import classes from './PageHeader.module.css';

interface PageHeaderProps {
  title: ReactNode;
  lead?: ReactNode;
  /** What can be done here. */
  children?: ReactNode;
}

export function PageHeader({ title, lead, children }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      <div className={classes.words}>
        <h1>{title}</h1>
        {lead && <div className={classes.lead}>{lead}</div>}
      </div>
      {children && <div className={classes.actions}>{children}</div>}
    </header>
  );
}
