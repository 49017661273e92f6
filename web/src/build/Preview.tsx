import { IconMicrophone } from '@tabler/icons-react';
import { useState } from 'react';

import { Confirm } from '../lab/Confirm';
import { LinkButton } from '../lab/LinkButton';
import { texts } from '../texts';
import type { Change } from './changes';
import { ExpectedGap } from './ExpectedGap';
import type { Fields } from './fields';
import classes from './Preview.module.css';
import { type Persona, useDiscard } from './queries';

interface PreviewProps {
  /** As the draft has it. */
  persona: Persona;
  fields: Fields;
  published: Persona;
  changes: readonly Change[];
  /** There is a draft. */
  drafted: boolean;
}

/** Beside the form: the face, talking to it, how quick it will be, and what nobody else sees yet. */
export function Preview({ persona, fields, published, changes, drafted }: PreviewProps) {
  const { preview } = texts.build;
  const name = fields.name || texts.personas.unnamed;
  const picture = persona.avatar && (persona.avatar.portraitImageUrl ?? persona.avatar.imageUrl);
  return (
    <aside className={classes.preview} aria-label={preview.label}>
      <div className={classes.stage}>
        {picture ? <img src={picture} alt={preview.picture(name)} /> : <p className={classes.noFace}>{preview.noFace}</p>}
        <div className={classes.overlay}>
          <p>{drafted ? preview.tryDraft : preview.tryIt}</p>
          <LinkButton
            to="/"
            search={{ persona: persona.id, draft: drafted || undefined }}
            radius="xl"
            color="apricot.4"
            leftSection={<IconMicrophone size={18} />}
            className={classes.talk}
          >
            {preview.talk(name)}
          </LinkButton>
        </div>
      </div>
      <ExpectedGap fields={fields} />
      <Pending id={persona.id} changes={changes} drafted={drafted} publishedAt={published.updatedAt} />
    </aside>
  );
}

function Pending({ id, changes, drafted, publishedAt }: { id: string; changes: readonly Change[]; drafted: boolean; publishedAt: string }) {
  const { pending, discarding, changes: names } = texts.build;
  const [asking, setAsking] = useState(false);
  const discard = useDiscard(id);
  const close = () => setAsking(false);
  const date = new Date(publishedAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  if (changes.length === 0 && !drafted) return <p className={classes.pending}>{pending.none}</p>;
  return (
    <div className={classes.pending}>
      <p>
        <strong>{pending.lead}</strong> {changes.map(({ name }) => names[name]).join(', ')}. {pending.body(date)}
      </p>
      {drafted && (
        <button type="button" className={classes.discard} onClick={() => setAsking(true)}>
          {pending.look}
        </button>
      )}
      <Confirm
        open={asking}
        title={discarding.title}
        lead={discarding.lead}
        word={discarding.confirm}
        action={discard}
        onConfirm={() => discard.mutate(undefined, { onSuccess: close })}
        onClose={close}
      />
    </div>
  );
}
