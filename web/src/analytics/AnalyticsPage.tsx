import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { SignInFirst } from '../account/SignInFirst';
import { Back } from '../lab/Back';
import { Empty } from '../lab/Empty';
import { Failed } from '../lab/Failed';
import { LinkButton } from '../lab/LinkButton';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { personas } from '../sessions/queries';
import { texts } from '../texts';
import { GapChart } from './GapChart';
import { Overall } from './Overall';
import { daily } from './queries';
import { RateChart } from './RateChart';
import { type AnalyticsSearch, SPANS, type Span } from './search';
import { SlowestGaps } from './SlowestGaps';
import { StageChart } from './StageChart';

const route = getRouteApi('/lab/sessions/analytics');

/** /sessions/analytics: how long people waited for an answer, and what for. */
export function AnalyticsPage() {
  return (
    <SignInFirst why={texts.analytics.why}>
      <Analytics />
    </SignInFirst>
  );
}

function Analytics() {
  const { analytics, sessions } = texts;
  const wanted = route.useSearch();
  const navigate = route.useNavigate();
  const { data: known = [] } = useQuery(personas);
  const { data, error, refetch } = useQuery(daily(wanted.days ?? SPANS[0], wanted.persona));
  const look = (change: AnalyticsSearch) => void navigate({ search: { ...wanted, ...change }, replace: true });
  return (
    <div className={page.page}>
      <PageHeader
        title={
          <>
            <Back to="/sessions" label={analytics.back} />
            {analytics.title}
          </>
        }
        lead={analytics.lead}
      >
        <NativeSelect
          aria-label={analytics.span}
          value={wanted.days ?? SPANS[0]}
          onChange={(event) => look({ days: Number(event.currentTarget.value) as Span })}
          data={SPANS.map((days) => ({ value: `${days}`, label: analytics.spans(days) }))}
        />
        <NativeSelect
          aria-label={sessions.persona}
          value={wanted.persona ?? ''}
          onChange={(event) => look({ persona: event.currentTarget.value || undefined })}
          data={[{ value: '', label: sessions.anyPersona }, ...known.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      </PageHeader>
      {error && !data ? (
        <Failed error={error} onAgain={() => void refetch()} />
      ) : !data ? null : data.overall.sessions > 0 ? (
        <>
          <Overall data={data} />
          <GapChart days={data.days} />
          <StageChart days={data.days} />
          <RateChart days={data.days} />
          <SlowestGaps gaps={data.slowestGaps} />
        </>
      ) : (
        <Empty {...(wanted.days || wanted.persona ? analytics.none : analytics.empty)}>
          <LinkButton to="/" color="apricot.4">
            {sessions.empty.talk}
          </LinkButton>
        </Empty>
      )}
    </div>
  );
}
