import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';

import { wordsFor } from '../lab/ActionFailed';
import { Dialog } from '../lab/Dialog';
import actions from '../lab/actions.module.css';
import form from '../lab/form.module.css';
import { texts } from '../texts';
import { type Avatar, useRename } from './queries';

export function RenameAvatar({ avatar, onDone }: { avatar: Avatar; onDone: () => void }) {
  const { renaming } = texts.avatars;
  const [name, setName] = useState(avatar.displayName);
  const rename = useRename(avatar.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate(name.trim(), { onSuccess: onDone });
  };
  return (
    <Dialog open onClose={onDone} title={renaming.title(avatar.displayName)}>
      <form className={form.form} onSubmit={submit}>
        <TextInput
          label={renaming.name}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={200}
          error={rename.error && wordsFor(rename.error)}
          autoFocus
        />
        <div className={actions.actions}>
          <Button variant="default" onClick={onDone}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={rename.isPending} disabled={!name.trim()}>
            {renaming.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
