import { Button } from '@mantine/core';

import { texts } from '../texts';
import { wordsFor } from './ActionFailed';
import classes from './Empty.module.css';

/** In place of what could not be loaded: why, and another try. */
export function Failed({ error, onAgain }: { error: Error; onAgain: () => void }) {
  return (
    <div className={classes.empty} role="alert">
      <h2>{texts.failed.title}</h2>
      <p>{wordsFor(error)}</p>
      <Button variant="default" onClick={onAgain}>
        {texts.failed.again}
      </Button>
    </div>
  );
}
