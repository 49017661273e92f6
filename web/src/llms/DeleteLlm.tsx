import { Button } from '@mantine/core';

import { ActionFailed } from '../lab/ActionFailed';
import { Dialog } from '../lab/Dialog';
import actions from '../lab/actions.module.css';
import { texts } from '../texts';
import { type Llm, useDelete } from './queries';

export function DeleteLlm({ llm, onDone }: { llm: Llm; onDone: () => void }) {
  const deleting = useDelete();
  return (
    <Dialog open onClose={onDone} title={texts.llms.removeTitle(llm.displayName)} lead={texts.llms.removeBody}>
      <ActionFailed error={deleting.error} />
      <div className={actions.actions}>
        <Button variant="default" onClick={onDone}>
          {texts.cancel}
        </Button>
        <Button className={actions.danger} loading={deleting.isPending} onClick={() => deleting.mutate(llm.id, { onSuccess: onDone })}>
          {texts.llms.remove}
        </Button>
      </div>
    </Dialog>
  );
}
