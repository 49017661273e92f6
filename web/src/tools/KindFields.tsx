import { NativeSelect, Switch, TextInput } from '@mantine/core';

import { texts } from '../texts';
import type { Fields } from './fields';
import { FolderPicker } from './FolderPicker';
import { SchemaField } from './SchemaField';
import { WebhookFields } from './WebhookFields';

/** What a tool of its kind is configured with. */
export function KindFields(fields: Fields) {
  const { draft, onChange } = fields;
  const { form } = texts.tools;
  return (
    <>
      {draft.kind === 'SERVER_WEBHOOK' && <WebhookFields {...fields} />}
      {draft.kind === 'CLIENT' && <ClientFields {...fields} />}
      {draft.kind === 'SERVER_RAG' && <FolderPicker {...fields} />}
      {draft.kind === 'SYSTEM' && (
        <NativeSelect
          label={form.action}
          value={draft.action}
          onChange={(event) => onChange({ action: event.currentTarget.value as typeof draft.action })}
          data={Object.entries(form.actions).map(([value, label]) => ({ value, label }))}
        />
      )}
      {draft.kind !== 'SYSTEM' && (
        <Switch
          label={form.locked}
          checked={draft.disableInterruptions}
          onChange={(event) => onChange({ disableInterruptions: event.currentTarget.checked })}
        />
      )}
    </>
  );
}

function ClientFields({ draft, flaws, onChange, onReadable }: Fields) {
  const { form } = texts.tools;
  return (
    <>
      <SchemaField
        label={form.parameters}
        hint={form.inCall}
        schema={draft.parameters}
        onChange={(parameters) => onChange({ parameters })}
        onReadable={onReadable}
      />
      <Switch
        label={form.await}
        description={form.awaitHint}
        checked={draft.awaitResult}
        onChange={(event) => onChange({ awaitResult: event.currentTarget.checked })}
      />
      {draft.awaitResult && (
        <TextInput
          label={form.timeout}
          description={form.timeoutHint}
          inputMode="decimal"
          value={draft.timeoutS}
          onChange={(event) => onChange({ timeoutS: event.currentTarget.value })}
          error={flaws.has('timeout') && form.flaws.timeout}
        />
      )}
    </>
  );
}
