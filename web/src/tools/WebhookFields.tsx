import { NativeSelect, Switch, Textarea, TextInput } from '@mantine/core';

import { texts } from '../texts';
import { type Method, METHODS } from './draft';
import type { Fields } from './fields';
import { HeaderRows } from './HeaderRows';
import { SchemaField } from './SchemaField';
import classes from './WebhookFields.module.css';

/** Where it calls, with what, and whether it waits. */
export function WebhookFields({ draft, flaws, onChange, onReadable }: Fields) {
  const { form } = texts.tools;
  return (
    <>
      <div className={classes.address}>
        <NativeSelect
          label={form.method}
          value={draft.method}
          onChange={(event) => onChange({ method: event.currentTarget.value as Method })}
          data={[...METHODS]}
        />
        <TextInput
          label={form.url}
          type="url"
          placeholder="https://"
          value={draft.url}
          onChange={(event) => onChange({ url: event.currentTarget.value })}
          maxLength={4000}
          spellCheck={false}
          error={flaws.has('url') && form.flaws.url}
        />
        <p>{form.urlHint}</p>
      </div>
      <HeaderRows headers={draft.headers} onChange={(headers) => onChange({ headers })} />
      <SchemaField
        label={form.parameters}
        hint={form.inBody}
        schema={draft.parameters}
        onChange={(parameters) => onChange({ parameters })}
        onReadable={onReadable}
      />
      <SchemaField label={form.query} hint={form.queryHint} schema={draft.query} onChange={(query) => onChange({ query })} onReadable={onReadable} />
      {draft.method !== 'GET' && (
        <Textarea
          label={form.template}
          description={form.templateHint}
          value={draft.bodyTemplate}
          onChange={(event) => onChange({ bodyTemplate: event.currentTarget.value })}
          classNames={{ input: classes.code }}
          rows={3}
          spellCheck={false}
        />
      )}
      <Switch
        label={form.await}
        description={form.awaitHint}
        checked={draft.awaitResponse}
        onChange={(event) => onChange({ awaitResponse: event.currentTarget.checked })}
      />
    </>
  );
}
