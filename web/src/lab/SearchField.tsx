import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

/** How long nothing is typed before it is searched for: in what is here, and over the line. */
const TYPING_MS = { here: 150, there: 250 };

interface SearchFieldProps {
  label: string;
  /** What is searched for, as the address has it. */
  search?: string;
  where: keyof typeof TYPING_MS;
  /** Told without spaces around it, and undefined of nothing. */
  onSearch: (search: string | undefined) => void;
}

/** Searches while somebody types. */
export function SearchField({ label, search = '', where, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(search);
  const ask = useDebouncedCallback((text: string) => onSearch(text.trim() || undefined), TYPING_MS[where]);
  // The address may change without this field: by the browser's way back, or by "Show all".
  useEffect(() => setTyped(search), [search]);
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} stroke={1.8} aria-hidden="true" />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        ask(event.currentTarget.value);
      }}
    />
  );
}
