import { Confirm } from '../lab/Confirm';
import { texts } from '../texts';
import { useDelete, type Voice } from './queries';

export function DeleteVoice({ voice, onDone }: { voice: Voice; onDone: () => void }) {
  const deleting = useDelete();
  const { removeTitle, removeBody, removeForGood } = texts.voices;
  const lead = [removeBody, elsewhere(voice), removeForGood].filter(Boolean).join(' ');
  return (
    <Confirm
      title={removeTitle(voice.displayName)}
      lead={lead}
      word={texts.voices.remove}
      action={deleting}
      onConfirm={() => deleting.mutate(voice.id, { onSuccess: onDone })}
      onClose={onDone}
    />
  );
}

/** What becomes of the copy that a vendor has; a stand-in speaks where this server has lost the key for it. */
function elsewhere({ clonedBy, providerVoiceId, engineNote }: Voice): string | undefined {
  if (clonedBy === null) return undefined;
  const { removeThere, staysThere } = texts.voices;
  return engineNote === null ? removeThere(clonedBy) : staysThere(clonedBy, providerVoiceId ?? '');
}
