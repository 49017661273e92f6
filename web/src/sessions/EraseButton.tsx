import { ActionIcon, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';

import { Confirm } from '../lab/Confirm';
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
      <Confirm
        open={asking}
        title={erase.title}
        lead={erase.body}
        word={erase.confirm}
        action={erasing}
        onConfirm={() => erasing.mutate(undefined, { onSuccess: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
