import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { may, useAccount } from '../account/account';
import { SignInFirst } from '../account/SignInFirst';
import { Empty } from '../lab/Empty';
import { Failed } from '../lab/Failed';
import { LinkButton } from '../lab/LinkButton';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { SearchField } from '../lab/SearchField';
import { texts } from '../texts';
import { PersonaCard } from './PersonaCard';
import classes from './PersonasPage.module.css';
import { personaPage } from './queries';
import type { PersonasSearch } from './search';

const route = getRouteApi('/lab/personas');

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
      <form role="search" className={classes.search} onSubmit={(event) => event.preventDefault()}>
        <SearchField label={personas.search} where="there" search={wanted.search} onSearch={(search) => look({ search })} />
      </form>
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
