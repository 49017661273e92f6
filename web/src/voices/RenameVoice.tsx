import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';

import { ActionFailed } from '../lab/ActionFailed';
import { Dialog } from '../lab/Dialog';
import actions from '../lab/actions.module.css';
import { texts } from '../texts';
import classes from './NewVoicePage.module.css';
import { useUpdate, type Voice } from './queries';

export function RenameVoice({ voice, onDone }: { voice: Voice; onDone: () => void }) {
  const { renaming } = texts.voices;
  const [name, setName] = useState(voice.displayName);
  const [description, setDescription] = useState(voice.description ?? '');
  const update = useUpdate(voice.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ displayName: name.trim(), description: description.trim() || null }, { onSuccess: onDone });
  };
  return (
    <Dialog open onClose={onDone} title={renaming.title(voice.displayName)}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput label={renaming.name} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={200} autoFocus />
        <TextInput label={renaming.description} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
        <ActionFailed error={update.error} />
        <div className={actions.actions}>
          <Button variant="default" onClick={onDone}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={update.isPending} disabled={!name.trim()}>
            {renaming.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
