import { Button, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';

import { wordsFor } from '../lab/ActionFailed';
import actions from '../lab/actions.module.css';
import { Dialog } from '../lab/Dialog';
import form from '../lab/form.module.css';
import { texts } from '../texts';

interface FolderFormProps {
  title: string;
  submit: string;
  name?: string;
  about?: string | null;
  error: Error | null;
  pending: boolean;
  onSubmit: (said: { name: string; description: string | null }) => void;
  onClose: () => void;
}

/** A folder's name, and what it is about. */
export function FolderForm({ title, submit, name: given = '', about: told, error, pending, onSubmit, onClose }: FolderFormProps) {
  const { folder } = texts.knowledge;
  const [name, setName] = useState(given);
  const [about, setAbout] = useState(told ?? '');
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({ name: name.trim(), description: about.trim() || null });
  };
  return (
    <Dialog open onClose={onClose} title={title}>
      <form className={form.form} onSubmit={send}>
        <TextInput
          label={folder.name}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={200}
          required
          withAsterisk={false}
          autoFocus
          error={error && wordsFor(error)}
        />
        <Textarea
          label={folder.about}
          description={folder.aboutHint}
          value={about}
          onChange={(event) => setAbout(event.currentTarget.value)}
          maxLength={10_000}
          rows={3}
        />
        <div className={actions.actions}>
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={pending} disabled={!name.trim()}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
