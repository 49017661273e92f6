import { IconArrowLeft } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';

import classes from './Back.module.css';

/** Before a page's title: up to the list that it is a part of. */
export function Back({ to, label }: { to: LinkProps['to']; label: string }) {
  return (
    <Link to={to} aria-label={label} className={classes.back}>
      <IconArrowLeft size={20} aria-hidden="true" />
    </Link>
  );
}
