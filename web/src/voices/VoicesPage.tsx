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
import { texts } from '../texts';
import { voices } from './queries';
import { fitting, type VoicesSearch } from './search';
import { VoiceFilters } from './VoiceFilters';
import { VoiceList } from './VoiceList';

const route = getRouteApi('/lab/voices');

/** /voices: yours, then those of the server. The filters are in the address. */
export function VoicesPage() {
  return (
    <SignInFirst why={texts.voices.why}>
      <Voices />
    </SignInFirst>
  );
}

function Voices() {
  const account = useAccount();
  const wanted = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(voices);
  const shown = fitting(data ?? [], wanted);
  const look = (change: VoicesSearch) => void navigate({ search: { ...wanted, ...change }, replace: true });
  return (
    <div className={page.page}>
      <PageHeader title={texts.voices.title} lead={texts.voices.lead}>
        {may(account, 'voices:create') && (
          <LinkButton to="/voices/new" leftSection={<IconPlus size={17} stroke={2} />}>
            {texts.voices.add}
          </LinkButton>
        )}
      </PageHeader>
      <VoiceFilters voices={data ?? []} wanted={wanted} onChange={look} />
      {error && !data ? (
        <Failed error={error} onAgain={() => void refetch()} />
      ) : shown.length > 0 ? (
        <VoiceList voices={shown} />
      ) : (
        data && (
          <Empty title={texts.voices.none.title} body={texts.voices.none.body}>
            <Button variant="default" onClick={() => void navigate({ search: {} })}>
              {texts.voices.none.clear}
            </Button>
          </Empty>
        )
      )}
    </div>
  );
}
