import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';

import type { Schemas } from '../api/client';
import { may, useAccount } from '../account/account';
import { ActionFailed } from '../lab/ActionFailed';
import { texts } from '../texts';
import type { Fields } from './fields';
import { useCreate } from './queries';
import { personaUpdate } from './snippets';

/** Of a persona of the server: one like it that can be changed. */
export function CopyStock({ fields }: { fields: Fields }) {
  const account = useAccount();
  const navigate = useNavigate();
  const create = useCreate();
  const copy = () =>
    create.mutate({ ...personaUpdate(fields), name: texts.build.copyOf(fields.name) } as Schemas['PersonaCreate'], {
      onSuccess: ({ id }) => navigate({ to: '/personas/$personaId', params: { personaId: id } }),
    });
  return (
    <>
      <ActionFailed error={create.error} />
      <Button loading={create.isPending} disabled={!may(account, 'personas:create')} onClick={copy}>
        {texts.build.copy}
      </Button>
    </>
  );
}
