import { Button, TextInput } from '@mantine/core';
import { IconCode } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { may, useAccount } from '../account/account';
import { PageHeader } from '../lab/PageHeader';
import { texts } from '../texts';
import { Attached } from './Attached';
import { Brain } from './Brain';
import classes from './Build.module.css';
import { changesOf, type Names, otherChanges } from './changes';
import { CopyStock } from './CopyStock';
import { DeletePersona } from './DeletePersona';
import { FacePicker } from './FacePicker';
import { type Fields, fieldsOf } from './fields';
import { FirstWords } from './FirstWords';
import { Folded } from './Folded';
import { InCode } from './InCode';
import { Preview } from './Preview';
import { PublishDialog } from './PublishDialog';
import { avatars, type Draft, llms, type Persona, voices } from './queries';
import { SaveState } from './SaveState';
import { Section, type SectionProps } from './Section';
import { TurnTaking } from './TurnTaking';
import type { DraftControls } from './useDraft';
import { Versions } from './Versions';
import { VoicePicker } from './VoicePicker';

interface BuildProps {
  published: Persona;
  /** It belongs to the server. */
  stock: boolean;
  stored: Draft;
  /** The draft as it is on the screen. */
  fields: Fields;
  draft: DraftControls;
}

export function Build({ published, stock, stored, fields, draft }: BuildProps) {
  const account = useAccount();
  const [asking, setAsking] = useState<'publish' | 'code'>();
  const names = useNames();
  const mayChange = !stock && may(account, 'personas:update');
  const changes = useMemo(
    () => [...changesOf(fieldsOf(published), fields, names), ...otherChanges(stored.changes)],
    [published, fields, names, stored.changes],
  );
  const name = fields.name || texts.personas.unnamed;
  const close = () => setAsking(undefined);
  const form: SectionProps = { fields, onChange: draft.change, onSave: draft.save };
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <PageHeader title={name} lead={fields.description || undefined}>
          {mayChange && <SaveState draft={draft} />}
          <Button variant="default" leftSection={<IconCode size={17} />} onClick={() => setAsking('code')}>
            {texts.build.code}
          </Button>
          {stock ? (
            <CopyStock fields={fields} />
          ) : (
            <Button disabled={!mayChange || changes.length === 0} loading={draft.saving && asking === 'publish'} onClick={() => setAsking('publish')}>
              {changes.length > 0 ? texts.build.publish(changes.length) : texts.build.published}
            </Button>
          )}
        </PageHeader>
        {stock && <p className={classes.note}>{texts.build.stock}</p>}
        {!stock && !mayChange && <p className={classes.note}>{texts.build.readOnly}</p>}
      </div>

      <fieldset className={classes.form} disabled={!mayChange} aria-label={name}>
        <Who {...form} />
        <FacePicker {...form} />
        <VoicePicker {...form} />
        <Brain {...form} />
        <FirstWords {...form} />
        <TurnTaking {...form} />
        <Attached {...form} />
        <Folded {...form} />
        {mayChange && <Versions personaId={published.id} publishedAt={published.updatedAt} />}
        {mayChange && may(account, 'personas:delete') && <DeletePersona id={published.id} name={name} />}
      </fieldset>

      <Preview persona={stored.persona} fields={fields} published={published} changes={changes} drafted={stored.revision !== null} />

      {asking === 'publish' && <PublishDialog id={published.id} name={name} changes={changes} revision={stored.revision} waiting={draft.saving || draft.dirty} onDone={close} />}
      {asking === 'code' && <InCode id={published.id} name={name} fields={fields} onDone={close} />}
    </div>
  );
}

function Who({ fields, onChange, onSave }: SectionProps) {
  const { who } = texts.build;
  return (
    <Section title={who.title} hint={who.hint}>
      <div className={classes.pair}>
        <TextInput label={who.name} value={fields.name} onChange={(event) => onChange({ name: event.currentTarget.value })} onBlur={() => onSave()} />
        <TextInput label={who.note} value={fields.description} onChange={(event) => onChange({ description: event.currentTarget.value })} onBlur={() => onSave()} />
      </div>
    </Section>
  );
}

/** What the parts of this server are called, by their ids. */
function useNames(): Names {
  const faces = useQuery(avatars).data;
  const spoken = useQuery(voices).data;
  const models = useQuery(llms).data;
  return useMemo(() => {
    const byId = (parts: readonly { id: string; displayName: string }[] = []) => new Map(parts.map(({ id, displayName }) => [id, displayName]));
    return { avatars: byId(faces), voices: byId(spoken), llms: byId(models) };
  }, [faces, spoken, models]);
}
