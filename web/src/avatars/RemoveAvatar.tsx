import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';

import { ActionFailed } from '../lab/ActionFailed';
import { Dialog } from '../lab/Dialog';
import actions from '../lab/actions.module.css';
import form from '../lab/form.module.css';
import { Tick } from '../lab/Tick';
import { texts } from '../texts';
import { type Avatar, useRemove } from './queries';

/** It disappears; or it is erased, which wants its name typed. */
export function RemoveAvatar({ avatar, onDone }: { avatar: Avatar; onDone: () => void }) {
  const { removing } = texts.avatars;
  const [erase, setErase] = useState(false);
  const [typed, setTyped] = useState('');
  const remove = useRemove(avatar.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    remove.mutate({ hard: erase }, { onSuccess: onDone });
  };
  return (
    <Dialog open onClose={onDone} title={removing.title(avatar.displayName)} lead={removing.body}>
      <form className={form.form} onSubmit={submit}>
        <Tick checked={erase} onChange={setErase}>
          {removing.erase}
        </Tick>
        {erase && (
          <TextInput
            label={removing.type(avatar.displayName)}
            description={removing.eraseBody}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
          />
        )}
        <ActionFailed error={remove.error} />
        <div className={actions.actions}>
          <Button variant="default" onClick={onDone}>
            {texts.cancel}
          </Button>
          <Button type="submit" className={actions.danger} loading={remove.isPending} disabled={erase && typed.trim() !== avatar.displayName.trim()}>
            {erase ? removing.confirmErase : removing.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
