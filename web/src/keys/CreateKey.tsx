import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';

import { may, useAccount } from '../account/account';
import { wordsFor } from '../lab/ActionFailed';
import { Code } from '../lab/Code';
import { Dialog } from '../lab/Dialog';
import actions from '../lab/actions.module.css';
import { texts } from '../texts';
import classes from './CreateKey.module.css';
import { byThing, PERMISSIONS } from './permissions';
import { type Permission, useCreate } from './queries';

/** A name and what it may do; then the key itself, once. */
export function CreateKey({ onDone }: { onDone: () => void }) {
  const { form, made } = texts.keys;
  const account = useAccount();
  const create = useCreate();
  const [name, setName] = useState('');
  const [everything, setEverything] = useState(true);
  const [ticked, setTicked] = useState<ReadonlySet<Permission>>(new Set());

  if (create.data) {
    return (
      <Dialog open title={made.title(create.data.name)} lead={made.body}>
        <Code label={texts.signIn.key} code={create.data.key} />
        <div className={actions.actions}>
          <Button onClick={onDone}>{made.done}</Button>
        </div>
      </Dialog>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(everything ? { name: name.trim() } : { name: name.trim(), permissions: [...ticked] });
  };
  const tick = (permission: Permission, on: boolean) => {
    const next = new Set(ticked);
    if (on) next.add(permission);
    else next.delete(permission);
    setTicked(next);
  };
  return (
    <Dialog open onClose={onDone} title={form.title}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={form.name}
          description={form.nameHint}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={200}
          required
          withAsterisk={false}
          autoFocus
          error={create.error && wordsFor(create.error)}
        />
        <fieldset className={classes.scope}>
          <legend>{form.scope}</legend>
          <label>
            <input type="radio" name="scope" checked={everything} onChange={() => setEverything(true)} />
            {form.all}
          </label>
          <label>
            <input type="radio" name="scope" checked={!everything} onChange={() => setEverything(false)} />
            {form.some}
          </label>
        </fieldset>
        {!everything && (
          <div className={classes.things}>
            {byThing(PERMISSIONS.filter((permission) => may(account, permission))).map((thing) => (
              <fieldset key={thing.name}>
                <legend>{texts.keys.things[thing.name] ?? thing.name}</legend>
                {thing.actions.map((action) => (
                  <label key={action.permission}>
                    <input
                      type="checkbox"
                      checked={ticked.has(action.permission)}
                      onChange={(event) => tick(action.permission, event.currentTarget.checked)}
                    />
                    {texts.keys.actions[action.name] ?? action.name}
                  </label>
                ))}
              </fieldset>
            ))}
          </div>
        )}
        <div className={actions.actions}>
          <Button variant="default" onClick={onDone}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!name.trim()}>
            {form.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
