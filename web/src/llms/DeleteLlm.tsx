import { Confirm } from '../lab/Confirm';
import { texts } from '../texts';
import { type Llm, useDelete } from './queries';

export function DeleteLlm({ llm, onDone }: { llm: Llm; onDone: () => void }) {
  const deleting = useDelete();
  return (
    <Confirm
      title={texts.llms.removeTitle(llm.displayName)}
      lead={texts.llms.removeBody}
      word={texts.llms.remove}
      action={deleting}
      onConfirm={() => deleting.mutate(llm.id, { onSuccess: onDone })}
      onClose={onDone}
    />
  );
}
