import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

import { Choice } from '../lab/Choice';
import { texts } from '../texts';
import type { Voice } from './queries';
import { languagesOf, nameOfLanguage, OWNERS, type VoicesSearch } from './search';
import classes from './VoiceFilters.module.css';

const TYPING_MS = 150;

interface VoiceFiltersProps {
  /** All that there are: languages that none of them speaks are not offered. */
  voices: readonly Voice[];
  wanted: VoicesSearch;
  onChange: (change: VoicesSearch) => void;
}

export function VoiceFilters({ voices, wanted, onChange }: VoiceFiltersProps) {
  const { voices: words } = texts;
  const [search, setSearch] = useState(wanted.search ?? '');
  const ask = useDebouncedCallback((text: string) => onChange({ search: text.trim() || undefined }), TYPING_MS);
  // The address may change without this field: by the browser's way back, or by "Show all".
  useEffect(() => setSearch(wanted.search ?? ''), [wanted.search]);
  return (
    <form className={classes.filters} role="search" onSubmit={(event) => event.preventDefault()}>
      <TextInput
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<IconSearch size={16} stroke={1.8} aria-hidden="true" />}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          ask(event.currentTarget.value);
        }}
      />
      <NativeSelect
        aria-label={words.language}
        value={wanted.language ?? ''}
        onChange={(event) => onChange({ language: event.currentTarget.value || undefined })}
        data={[{ value: '', label: words.anyLanguage }, ...languagesOf(voices).map((code) => ({ value: code, label: nameOfLanguage(code) }))]}
      />
      <Choice
        label={words.whose}
        name="whose"
        value={wanted.whose ?? 'all'}
        options={OWNERS.map((value) => ({ value, label: words.owners[value] }))}
        onChange={(owner) => onChange({ whose: owner === 'all' ? undefined : owner })}
      />
    </form>
  );
}
