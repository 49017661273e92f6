import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { may, useAccount } from '../account/account';
import { ActionFailed } from '../lab/ActionFailed';
import actions from '../lab/actions.module.css';
import { Dialog } from '../lab/Dialog';
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
      <Dialog open={asking === 'remove'} onClose={done} title={words.removeTitle(folder.name)} lead={words.removeBody(folder.documentCount)}>
        <ActionFailed error={remove.error} />
        <div className={actions.actions}>
          <Button variant="default" onClick={done}>
            {texts.cancel}
          </Button>
          <Button
            className={actions.danger}
            loading={remove.isPending}
            onClick={() => remove.mutate(undefined, { onSuccess: leave })}
          >
            {words.remove}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
