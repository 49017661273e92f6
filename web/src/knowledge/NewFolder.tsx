import { Button } from '@mantine/core';
import { IconFolderPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { may, useAccount } from '../account/account';
import { texts } from '../texts';
import { FolderForm } from './FolderForm';
import { useCreateFolder } from './queries';

export function NewFolder() {
  const { knowledge } = texts;
  const account = useAccount();
  const navigate = useNavigate();
  const create = useCreateFolder();
  const [asking, setAsking] = useState(false);
  if (!may(account, 'knowledge:create')) return null;
  const close = () => {
    setAsking(false);
    create.reset();
  };
  return (
    <>
      <Button leftSection={<IconFolderPlus size={17} stroke={1.8} />} onClick={() => setAsking(true)}>
        {knowledge.newFolder}
      </Button>
      {asking && (
        <FolderForm
          title={knowledge.newFolder}
          submit={knowledge.folder.create}
          error={create.error}
          pending={create.isPending}
          onClose={close}
          onSubmit={(said) =>
            create.mutate(said, {
              onSuccess: ({ id }) => {
                close();
                void navigate({ to: '/knowledge/$groupId', params: { groupId: id } });
              },
            })
          }
        />
      )}
    </>
  );
}
