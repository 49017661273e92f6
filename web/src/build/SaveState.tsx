import { Button } from '@mantine/core';

import { wordsFor } from '../lab/ActionFailed';
import { texts } from '../texts';
import classes from './SaveState.module.css';
import type { DraftControls } from './useDraft';

/** Whether what is on the screen is what the server has. */
export function SaveState({ draft }: { draft: DraftControls }) {
  const { build } = texts;
  if (draft.stale) {
    return (
      <div role="alert" className={classes.failed}>
        {build.stale.body}
        <Button size="xs" variant="default" onClick={draft.reload}>
          {build.stale.load}
        </Button>
      </div>
    );
  }
  if (draft.error && !draft.saving) {
    return (
      <p role="alert" className={classes.failed}>
        {build.notSaved}. {wordsFor(draft.error)}
      </p>
    );
  }
  const words = draft.saving ? build.saving : draft.dirty ? build.unsaved : draft.saved ? build.saved : '';
  return (
    <p role="status" className={classes.state}>
      {words}
    </p>
  );
}
