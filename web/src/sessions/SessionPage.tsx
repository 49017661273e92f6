import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { SignInFirst } from '../account/SignInFirst';
import { Refused } from '../api/refused';
import { Empty } from '../lab/Empty';
import { Failed } from '../lab/Failed';
import { LinkButton } from '../lab/LinkButton';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { oneSession, reportOf } from './queries';
import { RunningSession } from './RunningSession';
import { SessionHeader } from './SessionHeader';
import { SessionReport } from './SessionReport';

const route = getRouteApi('/lab/sessions/$sessionId');

/** /sessions/:id: one conversation, while it runs and afterwards. */
export function SessionPage() {
  return (
    <SignInFirst why={texts.session.why}>
      <OneSession />
    </SignInFirst>
  );
}

function OneSession() {
  const { sessionId } = route.useParams();
  const row = useQuery(oneSession(sessionId));
  const over = row.data !== undefined && row.data.endTime !== null;
  const report = useQuery({ ...reportOf(sessionId), enabled: over });

  if (row.error && !row.data) {
    const gone = row.error instanceof Refused && (row.error.status === 404 || row.error.status === 400);
    return (
      <div className={page.page}>
        {gone ? <NoSuchSession /> : <Failed error={row.error} onAgain={() => void row.refetch()} />}
      </div>
    );
  }
  if (!row.data) return null;
  return (
    <div className={page.page}>
      <SessionHeader session={row.data} report={report.data} />
      {!over ? (
        <RunningSession session={row.data} />
      ) : report.error ? (
        <Failed error={report.error} onAgain={() => void report.refetch()} />
      ) : (
        report.data && <SessionReport session={row.data} report={report.data} />
      )}
    </div>
  );
}

function NoSuchSession() {
  const { notThere, back } = texts.session;
  return (
    <Empty title={notThere.title} body={notThere.body}>
      <LinkButton to="/sessions" variant="default">
        {back}
      </LinkButton>
    </Empty>
  );
}
