import { Button } from '@mantine/core';

import { ActionFailed } from '../lab/ActionFailed';
import { Dialog } from '../lab/Dialog';
import actions from '../lab/actions.module.css';
import { texts } from '../texts';
import { useDelete, type Voice } from './queries';

export function DeleteVoice({ voice, onDone }: { voice: Voice; onDone: () => void }) {
  const deleting = useDelete();
  const { removeTitle, removeBody, removeForGood } = texts.voices;
  const lead = [removeBody, elsewhere(voice), removeForGood].filter(Boolean).join(' ');
  return (
    <Dialog open onClose={onDone} title={removeTitle(voice.displayName)} lead={lead}>
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

/** What becomes of the copy that a vendor has; a stand-in speaks where this server has lost the key for it. */
function elsewhere({ clonedBy, providerVoiceId, engineNote }: Voice): string | undefined {
  if (clonedBy === null) return undefined;
  const { removeThere, staysThere } = texts.voices;
  return engineNote === null ? removeThere(clonedBy) : staysThere(clonedBy, providerVoiceId ?? '');
}
