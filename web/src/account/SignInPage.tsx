import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

import { texts } from '../texts';
import { useAccount } from './account';
import { safeNext } from './next';
import { SignInSheet } from './SignInFirst';

const route = getRouteApi('/lab/sign-in');

/** /sign-in?next=: for whoever comes to sign in, and on to where they wanted to go. */
export function SignInPage() {
  const { next } = route.useSearch();
  const { history } = useRouter();
  const account = useAccount();
  useEffect(() => {
    if (account) history.replace(safeNext(next));
  }, [account, history, next]);
  return account === undefined || account ? null : <SignInSheet lead={texts.signIn.lead} />;
}
