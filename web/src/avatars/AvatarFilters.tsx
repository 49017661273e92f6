import { NativeSelect } from '@mantine/core';

import { Choice } from '../lab/Choice';
import { SearchField } from '../lab/SearchField';
import { texts } from '../texts';
import classes from './AvatarFilters.module.css';
import type { Avatar } from './queries';
import { type AvatarsSearch, OWNERS, stylesOf, tagsOf } from './search';

interface AvatarFiltersProps {
  /** All that there are: what none of them has is not offered. */
  avatars: readonly Avatar[];
  wanted: AvatarsSearch;
  onChange: (change: AvatarsSearch) => void;
}

export function AvatarFilters({ avatars, wanted, onChange }: AvatarFiltersProps) {
  const { avatars: words } = texts;
  const [styles, tags] = [stylesOf(avatars), tagsOf(avatars)];
  return (
    <form className={classes.filters} role="search" onSubmit={(event) => event.preventDefault()}>
      <SearchField label={words.search} where="here" search={wanted.search} onSearch={(search) => onChange({ search })} />
      {(styles.length > 1 || wanted.style) && (
        <NativeSelect
          aria-label={words.style}
          value={wanted.style ?? ''}
          onChange={(event) => onChange({ style: (event.currentTarget.value || undefined) as AvatarsSearch['style'] })}
          data={[{ value: '', label: words.styles.all }, ...styles.map((style) => ({ value: style, label: words.styles[style] }))]}
        />
      )}
      {(tags.length > 0 || wanted.tag) && (
        <NativeSelect
          aria-label={words.tag}
          value={wanted.tag ?? ''}
          onChange={(event) => onChange({ tag: event.currentTarget.value || undefined })}
          data={[{ value: '', label: words.anyTag }, ...tags]}
        />
      )}
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
