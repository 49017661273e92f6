import { Button } from '@mantine/core';
import { IconChartLine } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { SignInFirst } from '../account/SignInFirst';
import { Empty } from '../lab/Empty';
import { Failed } from '../lab/Failed';
import { LinkButton } from '../lab/LinkButton';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { Filters } from './Filters';
import { LiveSessions } from './LiveSessions';
import { Pages } from './Pages';
import { sessionPage } from './queries';
import { isFiltered, type SessionsSearch } from './search';
import { SessionTable } from './SessionTable';

const route = getRouteApi('/lab/sessions');

/** /sessions: who is talking, and everything that was said before. The filters are in the address. */
export function SessionsPage() {
  return (
    <SignInFirst why={texts.sessions.why}>
      <Sessions />
    </SignInFirst>
  );
}

function Sessions() {
  const wanted = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, isPlaceholderData, refetch } = useQuery(sessionPage(wanted));
  const look = (change: SessionsSearch) => void navigate({ search: { ...wanted, page: undefined, ...change }, replace: !change.page });
  return (
    <div className={page.page}>
      <PageHeader title={texts.sessions.title}>
        <LinkButton to="/sessions/analytics" variant="default" leftSection={<IconChartLine size={17} stroke={1.8} />}>
          {texts.sessions.analytics}
        </LinkButton>
      </PageHeader>
      <LiveSessions />
      <Filters wanted={wanted} onChange={look} />
      {error && !data ? (
        <Failed error={error} onAgain={() => void refetch()} />
      ) : !data ? null : data.data.length > 0 ? (
        <>
          <SessionTable sessions={data.data} caption={texts.sessions.past} stale={isPlaceholderData} />
          <Pages page={wanted.page ?? 1} pages={data.meta.lastPage} onPage={(next) => look({ page: next > 1 ? next : undefined })} />
        </>
      ) : isFiltered(wanted) ? (
        <Empty title={texts.sessions.none.title} body={texts.sessions.none.body}>
          <Button variant="default" onClick={() => void navigate({ search: {} })}>
            {texts.sessions.none.clear}
          </Button>
        </Empty>
      ) : (
        <Empty title={texts.sessions.empty.title} body={texts.sessions.empty.body}>
          <LinkButton to="/" color="apricot.4">
            {texts.sessions.empty.talk}
          </LinkButton>
        </Empty>
      )}
    </div>
  );
}
