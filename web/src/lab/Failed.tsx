import { Button } from '@mantine/core';

import { Refused } from '../api/refused';
import { texts } from '../texts';
import classes from './Empty.module.css';

/** In place of what could not be loaded: why, and another try. */
export function Failed({ error, onAgain }: { error: Error; onAgain: () => void }) {
  return (
    <div className={classes.empty} role="alert">
      <h2>{texts.failed.title}</h2>
      <p>{error instanceof Refused ? error.message : texts.failed.unreachable}</p>
      <Button variant="default" onClick={onAgain}>
        {texts.failed.again}
      </Button>
    </div>
  );
}
