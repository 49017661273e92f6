import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';

import { texts } from '../texts';
import { type Header, STORED } from './draft';
import classes from './HeaderRows.module.css';

/** Names and values that are sent along. Values that the server keeps to itself stay until another is written. */
export function HeaderRows({ headers, onChange }: { headers: readonly Header[]; onChange: (headers: readonly Header[]) => void }) {
  const { form } = texts.tools;
  const change = (at: number, part: Partial<Header>) =>
    onChange(headers.map((header, k) => (k === at ? { ...header, ...part } : header)));
  return (
    <fieldset className={classes.headers}>
      <legend>{form.headers}</legend>
      <p>{form.headersHint}</p>
      {headers.map(({ name, value }, k) => (
        <div key={k} className={classes.row}>
          <TextInput
            aria-label={form.headerName(k + 1)}
            placeholder="authorization"
            value={name}
            onChange={(event) => change(k, { name: event.currentTarget.value })}
            spellCheck={false}
          />
          <TextInput
            aria-label={form.headerValue(k + 1)}
            placeholder={value === STORED ? form.stored : undefined}
            value={value === STORED ? '' : value}
            onChange={(event) => change(k, { value: event.currentTarget.value })}
            spellCheck={false}
            autoComplete="off"
          />
          <ActionIcon size={34} aria-label={form.removeHeader(name)} onClick={() => onChange(headers.filter((_, at) => at !== k))}>
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} stroke={2} />}
        onClick={() => onChange([...headers, { name: '', value: '' }])}
      >
        {form.addHeader}
      </Button>
    </fieldset>
  );
}
