import { Button, PasswordInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';

import { wordsFor } from '../lab/ActionFailed';
import { Dialog } from '../lab/Dialog';
import actions from '../lab/actions.module.css';
import form from '../lab/form.module.css';
import { texts } from '../texts';
import { type VendorKey, useSet, useTrial } from './queries';
import { Tried } from './Tried';

const LEAST_CHARACTERS = 8;

/** A key, which can be tested before it is kept. */
export function SetKey({ state: { vendor, name }, onDone }: { state: VendorKey; onDone: () => void }) {
  const { form: words } = texts.vendorKeys;
  const set = useSet(vendor);
  const trial = useTrial(vendor);
  const [key, setKey] = useState('');
  const typed = key.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(typed, { onSuccess: onDone });
  };
  return (
    <Dialog open onClose={onDone} title={words.title(name)} lead={words.lead}>
      <form className={form.form} onSubmit={submit}>
        <PasswordInput
          label={words.key}
          description={words.hint}
          value={key}
          onChange={(event) => {
            setKey(event.currentTarget.value);
            trial.reset();
          }}
          visibilityToggleButtonProps={{ 'aria-label': words.show }}
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          error={set.error && wordsFor(set.error)}
        />
        <Tried name={name} trial={trial} />
        <div className={actions.actions}>
          <Button variant="default" onClick={onDone}>
            {texts.cancel}
          </Button>
          <Button variant="default" loading={trial.isPending} disabled={typed.length < LEAST_CHARACTERS} onClick={() => trial.mutate(typed)}>
            {words.test}
          </Button>
          <Button type="submit" loading={set.isPending} disabled={typed.length < LEAST_CHARACTERS}>
            {words.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
