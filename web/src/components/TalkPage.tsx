import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';

import { useAccount } from '../account/account';
import { askToSignIn } from '../account/asking';
import { SignInSheet } from '../account/SignInFirst';
import { useStatus } from '../server/useStatus';
import { texts } from '../texts';
import { Notice } from './Notice';
import { Talk } from './Talk';

const route = getRouteApi('/lab/');

/** /?persona=: who is here according to the server, and the Talk screen with the one chosen, else with the first. */
export function TalkPage() {
  const { persona: wanted, draft } = route.useSearch();
  const navigate = route.useNavigate();
  const { status, closed, reachable, look } = useStatus();
  const persona = status?.personas.find(({ id }) => id === wanted) ?? status?.personas[0];
  const ofDraft = draft && persona?.id === wanted;
  const choose = (id: string) => void navigate({ search: { persona: id } });

  // A sign-in that has ended ends no conversation: it is asked for over the page.
  const account = useAccount();
  const ended = closed && !!account;
  useEffect(() => {
    if (ended) askToSignIn();
  }, [ended]);

  if (closed && !ended) return <SignInSheet lead={texts.signIn.closed} />;
  if (status && persona) return <Talk key={`${persona.id} ${ofDraft}`} status={status} persona={persona} draft={ofDraft} onChoose={choose} />;
  if (status) return <Notice title={texts.nobody.title} body={texts.nobody.body} action={texts.nobody.retry} onAction={look} />;
  if (reachable) return <Notice title={texts.loading.title} body={texts.loading.body} />;
  return <Notice title={texts.offline.title} body={texts.offline.body} action={texts.offline.retry} onAction={look} />;
}
