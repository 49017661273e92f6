import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';

import { may, useAccount } from '../account/account';
import { ActionFailed } from '../lab/ActionFailed';
import form from '../lab/form.module.css';
import { texts } from '../texts';
import { changesOf, type Draft, draftOf } from './draft';
import { type Organization, useChange } from './queries';
import classes from './SettingsForm.module.css';

export function SettingsForm({ stored }: { stored: Organization }) {
  const { form: words } = texts.settings;
  const { serverDefaults: server } = stored;
  const account = useAccount();
  const change = useChange();
  const [draft, setDraft] = useState<Draft>(() => draftOf(stored));
  const changes = changesOf(draft, stored);
  const unchanged = Object.keys(changes).length === 0;
  const mayChange = may(account, 'organization:update');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(changes, { onSuccess: (now) => setDraft(draftOf(now)) });
  };
  const field = (name: keyof Draft) => ({
    value: draft[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      setDraft({ ...draft, [name]: event.currentTarget.value });
      change.reset();
    },
  });
  return (
    <form onSubmit={submit} className={classes.settings}>
      <fieldset className={form.form} disabled={!mayChange}>
        <TextInput label={words.name} maxLength={200} required withAsterisk={false} {...field('name')} />
        <TextInput label={words.language} description={words.languageHint(server.defaultLanguage)} {...field('language')} />
        <TextInput
          type="number"
          min={0}
          max={server.maxConcurrentSessions}
          label={words.seats}
          description={words.seatsHint(server.maxConcurrentSessions)}
          {...field('seats')}
        />
        <TextInput type="number" min={0.1} step="any" label={words.minutes} description={words.minutesHint} {...field('minutes')} />
        <TextInput type="number" min={1} max={36_500} label={words.days} description={words.daysHint(server.retentionDays)} {...field('days')} />
        {mayChange ? (
          <div className={classes.save}>
            <Button type="submit" loading={change.isPending} disabled={unchanged || !draft.name.trim()}>
              {words.save}
            </Button>
            <span role="status">{unchanged ? (change.isSuccess ? words.saved : words.nothingNew) : ''}</span>
            <ActionFailed error={change.error} />
          </div>
        ) : (
          <p className={classes.note}>{words.readOnly}</p>
        )}
      </fieldset>
    </form>
  );
}
