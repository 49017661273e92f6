import { Textarea, TextInput } from '@mantine/core';

import { texts } from '../texts';
import type { Fields } from './fields';

/** What the model is told of the tool. */
export function NameFields({ draft, flaws, onChange }: Fields) {
  const { form } = texts.tools;
  return (
    <>
      <TextInput
        label={form.name}
        description={form.nameHint}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        maxLength={64}
        spellCheck={false}
        error={flaws.has('name') && form.flaws.name}
      />
      <Textarea
        label={form.description}
        description={form.descriptionHint}
        value={draft.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
        maxLength={1024}
        rows={3}
        error={flaws.has('description') && form.flaws.description}
      />
    </>
  );
}
