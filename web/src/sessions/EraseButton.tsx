import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';

import { ActionFailed } from '../lab/ActionFailed';
import { Dialog } from '../lab/Dialog';
import actions from '../lab/actions.module.css';
import { texts } from '../texts';
import { type KeptSession, useErase } from './queries';

export function EraseButton({ session }: { session: KeptSession }) {
  const { erase } = texts.session;
  const [asking, setAsking] = useState(false);
  const erasing = useErase(session.id);
  return (
    <>
      <Tooltip label={erase.action}>
        <ActionIcon size={36} variant="default" aria-label={erase.action} onClick={() => setAsking(true)}>
          <IconTrash size={17} />
        </ActionIcon>
      </Tooltip>
      <Dialog open={asking} onClose={() => setAsking(false)} title={erase.title} lead={erase.body}>
        <ActionFailed error={erasing.error} />
        <div className={actions.actions}>
          <Button variant="default" onClick={() => setAsking(false)}>
            {texts.cancel}
          </Button>
          <Button
            className={actions.danger}
            loading={erasing.isPending}
            onClick={() => erasing.mutate(undefined, { onSuccess: () => setAsking(false) })}
          >
            {erase.confirm}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
