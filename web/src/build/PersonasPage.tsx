import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

import { may, useAccount } from '../account/account';
import { SignInFirst } from '../account/SignInFirst';
import { Empty } from '../lab/Empty';
import { Failed } from '../lab/Failed';
import { LinkButton } from '../lab/LinkButton';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { PersonaCard } from './PersonaCard';
import classes from './PersonasPage.module.css';
import { personaPage } from './queries';
import type { PersonasSearch } from './search';

const route = getRouteApi('/lab/personas');
const TYPING_MS = 250;

/** /personas: everybody who can be talked to, yours first. */
export function PersonasPage() {
  return (
    <SignInFirst why={texts.personas.why}>
      <Personas />
    </SignInFirst>
  );
}

function Personas() {
  const { personas } = texts;
  const wanted = route.useSearch();
  const navigate = route.useNavigate();
  const account = useAccount();
  const { data, error, refetch } = useQuery(personaPage(wanted));
  const look = (search: PersonasSearch) => void navigate({ search, replace: !search.page });
  const mayCreate = may(account, 'personas:create');
  const at = wanted.page ?? 1;
  return (
    <div className={page.page}>
      <PageHeader title={personas.title} lead={personas.lead}>
        {mayCreate && (
          <LinkButton to="/personas/new" leftSection={<IconPlus size={17} stroke={2} />}>
            {personas.create}
          </LinkButton>
        )}
      </PageHeader>
      <Search search={wanted.search} onSearch={(search) => look({ search })} />
      {error && !data ? (
        <Failed error={error} onAgain={() => void refetch()} />
      ) : !data ? null : data.data.length > 0 ? (
        <>
          <ul className={classes.grid}>
            {data.data.map((persona) => (
              <PersonaCard key={persona.id} persona={persona} />
            ))}
          </ul>
          {data.meta.lastPage > 1 && (
            <nav className={classes.pages} aria-label={personas.pagesLabel}>
              <Button variant="default" disabled={at <= 1} onClick={() => look({ ...wanted, page: at > 2 ? at - 1 : undefined })}>
                {personas.before}
              </Button>
              <span className="vv-num">{personas.pages(at, data.meta.lastPage)}</span>
              <Button variant="default" disabled={at >= data.meta.lastPage} onClick={() => look({ ...wanted, page: at + 1 })}>
                {personas.next}
              </Button>
            </nav>
          )}
        </>
      ) : wanted.search ? (
        <Empty title={personas.none.title} body={personas.none.body}>
          <Button variant="default" onClick={() => look({})}>
            {personas.none.clear}
          </Button>
        </Empty>
      ) : (
        <Empty title={personas.empty.title} body={personas.empty.body}>
          {mayCreate && <LinkButton to="/personas/new">{personas.empty.create}</LinkButton>}
        </Empty>
      )}
    </div>
  );
}

function Search({ search = '', onSearch }: { search?: string; onSearch: (search?: string) => void }) {
  const [typed, setTyped] = useState(search);
  const ask = useDebouncedCallback((text: string) => onSearch(text.trim() || undefined), TYPING_MS);
  // The address may change without this field: by the browser's way back, or by "Show all".
  useEffect(() => setTyped(search), [search]);
  return (
    <form role="search" className={classes.search} onSubmit={(event) => event.preventDefault()}>
      <TextInput
        type="search"
        aria-label={texts.personas.search}
        placeholder={texts.personas.search}
        leftSection={<IconSearch size={16} stroke={1.8} aria-hidden="true" />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          ask(event.currentTarget.value);
        }}
      />
    </form>
  );
}
