import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';

import { ActionFailed } from '../lab/ActionFailed';
import { texts } from '../texts';
import classes from './form.module.css';
import { type LinkKind, TYPES } from './kinds';
import { type Link, type LinkChange, useChangeLink, useCreateLink } from './queries';
import { Sites } from './Sites';
import { Used } from './Used';

interface LinkFormProps {
  kind: LinkKind;
  personaId: string;
  /** The one that is changed; none: one is made. */
  link?: Link;
  onMade: (id: string) => void;
  onAnother: () => void;
}

/** Who may use a link, how often and how long. Remade for each link. */
export function LinkForm({ kind, personaId, link, onMade, onAnother }: LinkFormProps) {
  const { share } = texts;
  const create = useCreateLink();
  const change = useChangeLink();
  const [name, setName] = useState(link?.name ?? '');
  const [allowed, setAllowed] = useState({ sites: link?.allowedOrigins ?? [], anywhere: link?.allowAllOrigins ?? false });
  const [uses, setUses] = useState(link ? `${link.usageLimit ?? ''}` : '50');
  const [stops, setStops] = useState(link ? 'unchanged' : '168');
  const [watermark, setWatermark] = useState(!link?.removeWatermark);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wish: LinkChange = {
      name: name.trim() || null,
      usageLimit: uses.trim() ? Number(uses) : null,
      allowedOrigins: [...allowed.sites],
      allowAllOrigins: allowed.anywhere,
      removeWatermark: !watermark,
      ...(stops === 'unchanged' ? {} : { expiresInHours: stops === 'never' ? null : Number(stops) }),
    };
    if (link) change.mutate({ id: link.id, change: wish }, { onSuccess: () => setStops('unchanged') });
    else create.mutate({ ...wish, personaId, type: TYPES[kind] }, { onSuccess: ({ id }) => onMade(id) });
  };
  const durations = Object.entries(share.stopsAfter).filter(([value]) => link || value !== 'unchanged');
  return (
    <form className={classes.form} onSubmit={submit}>
      <fieldset>
        <legend>{share.who}</legend>
        {kind !== 'link' && <Sites {...allowed} onChange={(next) => setAllowed({ ...next, sites: [...next.sites] })} />}
        <div>
          <TextInput
            label={share.uses}
            description={share.usesHint}
            type="number"
            min={1}
            step={1}
            value={uses}
            onChange={(event) => setUses(event.currentTarget.value)}
          />
          {link && <Used count={link.usageCount} limit={link.usageLimit} words={share.usedOf.usageLimit} />}
        </div>
        <NativeSelect
          label={share.stops}
          value={stops}
          onChange={(event) => setStops(event.currentTarget.value)}
          data={durations.map(([value, label]) => ({ value, label }))}
        />
        <TextInput label={share.name} description={share.nameHint} maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      </fieldset>
      <Switch label={share.watermark} checked={watermark} onChange={(event) => setWatermark(event.currentTarget.checked)} />
      <ActionFailed error={create.error ?? change.error} />
      <div className={classes.end}>
        <Button type="submit" loading={create.isPending || change.isPending}>
          {link ? share.save : kind === 'link' ? share.create : share.createEmbed}
        </Button>
        {link && (
          <Button variant="default" onClick={onAnother}>
            {share.another}
          </Button>
        )}
      </div>
    </form>
  );
}
