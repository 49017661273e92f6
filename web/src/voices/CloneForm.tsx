import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent } from 'react';

import { ActionFailed } from '../lab/ActionFailed';
import { LinkButton } from '../lab/LinkButton';
import actions from '../lab/actions.module.css';
import { Tick } from '../lab/Tick';
import { texts } from '../texts';
import classes from './NewVoicePage.module.css';
import { cloners, useClone, voices } from './queries';
import { Recording } from './Recording';
import { type Measured, measured as measure } from './recording';
import { languagesOf, nameOfLanguage } from './search';
import { WhoClones } from './WhoClones';

export function CloneForm() {
  const { newVoice } = texts;
  const { data: known = [] } = useQuery(voices);
  const { data: vendors } = useQuery(cloners);
  const [wished, setWished] = useState<string>();
  const clone = useClone();
  const [recording, setRecording] = useState<File>();
  const [measured, setMeasured] = useState<Measured>();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [language, setLanguage] = useState('en');
  const [enhance, setEnhance] = useState(true);
  const [permitted, setPermitted] = useState(false);
  const choose = useCallback((file: File | undefined) => {
    setRecording(file);
    setMeasured(undefined);
    if (file) void measure(file).then(setMeasured);
  }, []);
  const keyed = (vendors ?? []).filter((vendor) => vendor.hasKey);
  const vendor = keyed.find(({ provider }) => provider === wished) ?? keyed[0];
  const fits = recording && measured && !measured.trouble;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!fits) return;
    const provider = vendor?.provider;
    clone.mutate({ provider, consent: newVoice.permission, name: name.trim(), description: description.trim(), language, enhance, recording });
  };

  if (clone.data) {
    const { made } = newVoice;
    const { displayName, clonedBy, engineNote } = clone.data;
    return (
      <section className={classes.made} role="status">
        <h2>{clonedBy ? made.cloned(displayName) : made.kept(displayName)}</h2>
        <p>{clonedBy ? made.by(clonedBy) : engineNote}</p>
        <LinkButton to="/voices" search={{ whose: 'yours' }}>
          {made.all}
        </LinkButton>
      </section>
    );
  }
  const languages = [...new Set(['en', ...languagesOf(known)])].filter((code) => code.length <= 3);
  return (
    <form className={classes.form} onSubmit={submit}>
      {vendors && <WhoClones vendor={vendor} others={vendors} />}
      <Recording recording={recording} measured={measured} onChoose={choose} />
      <div className={classes.pair}>
        <TextInput label={newVoice.name} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={200} />
        <NativeSelect
          label={newVoice.language}
          value={language}
          onChange={(event) => setLanguage(event.currentTarget.value)}
          data={languages.map((code) => ({ value: code, label: nameOfLanguage(code) }))}
        />
      </div>
      {keyed.length > 1 && vendor && (
        <NativeSelect
          label={newVoice.clonedBy}
          value={vendor.provider}
          onChange={(event) => setWished(event.currentTarget.value)}
          data={keyed.map(({ provider, name }) => ({ value: provider, label: name }))}
        />
      )}
      <TextInput
        label={newVoice.description}
        placeholder={newVoice.descriptionHint}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      {vendor?.cleans !== false && (
        <Tick checked={enhance} onChange={setEnhance}>
          {newVoice.enhance}
        </Tick>
      )}
      <Tick checked={permitted} onChange={setPermitted} hint={newVoice.permissionHint}>
        {newVoice.permission}
      </Tick>
      <ActionFailed error={clone.error} />
      <div className={actions.actions}>
        <LinkButton to="/voices" variant="default">
          {texts.cancel}
        </LinkButton>
        <Button type="submit" loading={clone.isPending} disabled={!fits || !permitted || !name.trim()}>
          {vendor ? newVoice.submit.clone : newVoice.submit.keep}
        </Button>
      </div>
    </form>
  );
}
