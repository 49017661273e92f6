import { NativeSelect } from '@mantine/core';

import { Choice } from '../lab/Choice';
import { SearchField } from '../lab/SearchField';
import { texts } from '../texts';
import type { Voice } from './queries';
import { languagesOf, nameOfLanguage, OWNERS, type VoicesSearch } from './search';
import classes from './VoiceFilters.module.css';

interface VoiceFiltersProps {
  /** All that there are: languages that none of them speaks are not offered. */
  voices: readonly Voice[];
  wanted: VoicesSearch;
  onChange: (change: VoicesSearch) => void;
}

export function VoiceFilters({ voices, wanted, onChange }: VoiceFiltersProps) {
  const { voices: words } = texts;
  return (
    <form className={classes.filters} role="search" onSubmit={(event) => event.preventDefault()}>
      <SearchField label={words.search} where="here" search={wanted.search} onSearch={(search) => onChange({ search })} />
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
