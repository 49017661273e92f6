import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { may, useAccount } from '../account/account';
import { Confirm } from '../lab/Confirm';
import actions from '../lab/actions.module.css';
import { texts } from '../texts';
import { FolderForm } from './FolderForm';
import { type Folder, useChangeFolder, useRemoveFolder } from './queries';

/** Rename it, delete it. */
export function FolderActions({ folder }: { folder: Folder }) {
  const { folder: words } = texts.knowledge;
  const account = useAccount();
  const navigate = useNavigate();
  const change = useChangeFolder(folder.id);
  const remove = useRemoveFolder(folder.id);
  const [asking, setAsking] = useState<'change' | 'remove'>();
  const done = () => setAsking(undefined);
  const leave = () => {
    done();
    void navigate({ to: '/knowledge' });
  };
  return (
    <div className={actions.actions}>
      {may(account, 'knowledge:update') && (
        <Tooltip label={words.edit}>
          <ActionIcon size={34} variant="default" aria-label={words.editTitle} onClick={() => setAsking('change')}>
            <IconPencil size={17} />
          </ActionIcon>
        </Tooltip>
      )}
      {may(account, 'knowledge:delete') && (
        <Tooltip label={words.remove}>
          <ActionIcon size={34} variant="default" aria-label={words.remove} onClick={() => setAsking('remove')}>
            <IconTrash size={17} />
          </ActionIcon>
        </Tooltip>
      )}
      {asking === 'change' && (
        <FolderForm
          title={words.editTitle}
          submit={words.save}
          name={folder.name}
          about={folder.description}
          error={change.error}
          pending={change.isPending}
          onClose={done}
          onSubmit={(said) => change.mutate(said, { onSuccess: done })}
        />
      )}
      <Confirm
        open={asking === 'remove'}
        title={words.removeTitle(folder.name)}
        lead={words.removeBody(folder.documentCount)}
        word={words.remove}
        action={remove}
        onConfirm={() => remove.mutate(undefined, { onSuccess: leave })}
        onClose={done}
      />
    </div>
  );
}
