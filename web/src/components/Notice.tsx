import { Button } from '@mantine/core';

import { Mark } from './Mark';
import classes from './Notice.module.css';

interface NoticeProps {
  title: string;
  body: string;
  action?: string;
  onAction?: () => void;
}

/** In place of the screen, when there is nothing to show on it. */
export function Notice({ title, body, action, onAction }: NoticeProps) {
  return (
    <div className={classes.notice} role="status">
      <Mark size={44} phase={action ? undefined : 'connecting'} />
      <h1>{title}</h1>
      <p>{body}</p>
      {action && <Button onClick={onAction}>{action}</Button>}
    </div>
  );
}
