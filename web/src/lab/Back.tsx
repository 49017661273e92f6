import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import classes from './Back.module.css';

/** The title of a page that belongs under another one, with the way back there. */
export function Back({ to, label, children }: { to: LinkProps['to']; label: string; children: ReactNode }) {
  return (
    <span className={classes.title}>
      <Tooltip label={label}>
        <ActionIcon component={Link} to={to} size={32} aria-label={label}>
          <IconArrowLeft size={19} />
        </ActionIcon>
      </Tooltip>
      <span>{children}</span>
    </span>
  );
}
