import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';

import { ActionFailed } from '../lab/ActionFailed';
import { Dialog } from '../lab/Dialog';
import actions from '../lab/actions.module.css';
import { texts } from '../texts';
import { type ApiKey, useRevoke } from './queries';

interface RevokeKeyProps {
  apiKey: ApiKey;
  /** This browser is signed in with it. */
  yours: boolean;
  onDone: () => void;
}

export function RevokeKey({ apiKey, yours, onDone }: RevokeKeyProps) {
  const client = useQueryClient();
  const revoke = useRevoke();
  const { keys } = texts;
  const confirm = () =>
    revoke.mutate(apiKey.id, {
      onSuccess: () => {
        onDone();
        if (yours) void client.invalidateQueries();
      },
    });
  return (
    <Dialog open onClose={onDone} title={keys.revokeTitle(apiKey.name)} lead={keys.revokeBody}>
      {yours && <p>{keys.revokeYours}</p>}
      <ActionFailed error={revoke.error} />
      <div className={actions.actions}>
        <Button variant="default" onClick={onDone}>
          {texts.cancel}
        </Button>
        <Button className={actions.danger} loading={revoke.isPending} onClick={confirm}>
          {keys.revoke}
        </Button>
      </div>
    </Dialog>
  );
}
