import { useQueryClient } from '@tanstack/react-query';

import { Confirm } from '../lab/Confirm';
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
    <Confirm
      title={keys.revokeTitle(apiKey.name)}
      lead={keys.revokeBody}
      word={keys.revoke}
      action={revoke}
      onConfirm={confirm}
      onClose={onDone}
    >
      {yours && <p>{keys.revokeYours}</p>}
    </Confirm>
  );
}
