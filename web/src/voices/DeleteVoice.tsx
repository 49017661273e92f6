import { Button } from '@mantine/core';

import { ActionFailed } from '../lab/ActionFailed';
import { Dialog } from '../lab/Dialog';
import actions from '../lab/actions.module.css';
import { texts } from '../texts';
import { useDelete, type Voice } from './queries';

export function DeleteVoice({ voice, onDone }: { voice: Voice; onDone: () => void }) {
  const deleting = useDelete();
  return (
    <Dialog open onClose={onDone} title={texts.voices.removeTitle(voice.displayName)} lead={texts.voices.removeBody}>
      <ActionFailed error={deleting.error} />
      <div className={actions.actions}>
        <Button variant="default" onClick={onDone}>
          {texts.cancel}
        </Button>
        <Button className={actions.danger} loading={deleting.isPending} onClick={() => deleting.mutate(voice.id, { onSuccess: onDone })}>
          {texts.voices.remove}
        </Button>
      </div>
    </Dialog>
  );
}
