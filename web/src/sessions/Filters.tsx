import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { apiKeys } from '../keys/queries';
import { SearchField } from '../lab/SearchField';
import { texts } from '../texts';
import classes from './Filters.module.css';
import { personas } from './queries';
import type { SessionsSearch } from './search';

export function Filters({ wanted, onChange }: { wanted: SessionsSearch; onChange: (change: SessionsSearch) => void }) {
  const { sessions } = texts;
  const { data: known = [] } = useQuery(personas);
  const { data: keys = [] } = useQuery(apiKeys);
  return (
    <form className={classes.filters} role="search" onSubmit={(event) => event.preventDefault()}>
      <SearchField label={sessions.search} where="there" search={wanted.search} onSearch={(search) => onChange({ search })} />
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
