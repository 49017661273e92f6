import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { apiKeys } from '../keys/queries';
import { texts } from '../texts';
import classes from './Filters.module.css';
import { personas } from './queries';
import type { SessionsSearch } from './search';

const TYPING_MS = 250;

export function Filters({ wanted, onChange }: { wanted: SessionsSearch; onChange: (change: SessionsSearch) => void }) {
  const { sessions } = texts;
  const [search, setSearch] = useState(wanted.search ?? '');
  const { data: known = [] } = useQuery(personas);
  const { data: keys = [] } = useQuery(apiKeys);
  const ask = useDebouncedCallback((text: string) => onChange({ search: text.trim() || undefined }), TYPING_MS);
  // The address may change without this field: by the browser's way back, or by "Show all".
  useEffect(() => setSearch(wanted.search ?? ''), [wanted.search]);
  return (
    <form className={classes.filters} role="search" onSubmit={(event) => event.preventDefault()}>
      <TextInput
        type="search"
        aria-label={sessions.search}
        placeholder={sessions.search}
        leftSection={<IconSearch size={16} stroke={1.8} aria-hidden="true" />}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          ask(event.currentTarget.value);
        }}
      />
      <NativeSelect
        aria-label={sessions.persona}
        value={wanted.persona ?? ''}
        onChange={(event) => onChange({ persona: event.currentTarget.value || undefined })}
        data={[{ value: '', label: sessions.anyPersona }, ...known.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <NativeSelect
        aria-label={sessions.key}
        value={wanted.key ?? ''}
        onChange={(event) => onChange({ key: event.currentTarget.value || undefined })}
        data={[{ value: '', label: sessions.anyKey }, ...keys.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <TextInput
        type="date"
        label={sessions.from}
        value={wanted.from ?? ''}
        max={wanted.to}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
        classNames={{ root: classes.day, label: classes.dayLabel }}
      />
      <TextInput
        type="date"
        label={sessions.to}
        value={wanted.to ?? ''}
        min={wanted.from}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
        classNames={{ root: classes.day, label: classes.dayLabel }}
      />
    </form>
  );
}
