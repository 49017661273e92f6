import { type Query, type QueryClient, queryOptions, useIsMutating, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { api, type Schemas } from '../api/client';
import { answerOf } from '../api/refused';
import { askToSignIn, stopAsking } from './asking';
import { hearOthersLeave, tellOthersOfLeaving } from './leaving';

export type Account = Schemas['SignedIn'];

/** Asking is use: it makes the sign-in last. */
const ASK_EVERY_MS = 10 * 60_000;

const account = queryOptions({
  queryKey: ['account'],
  /** One that has ended meanwhile is asked for again over the page, which stays as it is with what was typed there. */
  queryFn: async ({ client, queryKey }) => {
    const { signedIn } = await answerOf(api.GET('/lab/session'));
    const before = client.getQueryData<Account | null>(queryKey);
    if (signedIn) stopAsking(); // it may have been in another tab
    if (signedIn || !before) return signedIn;
    askToSignIn();
    return before;
  },
  refetchInterval: ASK_EVERY_MS,
  refetchOnWindowFocus: 'always',
});

/** All that was asked for in somebody's name. */
const isOfTheirs = ({ queryKey }: Query) => queryKey[0] !== account.queryKey[0];

/** Who is signed in: null for nobody, undefined as long as the server has not said. */
export function useAccount(): Account | null | undefined {
  return useAskedAccount().data;
}

export const useAskedAccount = () => useQuery(account);

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (apiKey: string) => (await answerOf(api.POST('/lab/session', { body: { apiKey } }))).signedIn,
    onSuccess: async (signedIn) => {
      stopAsking();
      client.setQueryData(account.queryKey, signedIn);
      // What was refused before is asked for again, under the form that somebody may have begun to fill in.
      await client.invalidateQueries({ predicate: isOfTheirs });
    },
  });
}

const SIGN_OUT = ['sign-out'];

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationKey: SIGN_OUT,
    mutationFn: () => answerOf(api.DELETE('/lab/session')),
    onSuccess: async () => {
      await forgetWhoever(client);
      tellOthersOfLeaving();
    },
  });
}

/** Keeps up with other tabs. */
export function useSharedSignOut() {
  const client = useQueryClient();
  useEffect(() => hearOthersLeave(() => void forgetWhoever(client)), [client]);
}

async function forgetWhoever(client: QueryClient) {
  await client.cancelQueries();
  client.setQueryData(account.queryKey, null);
  client.removeQueries({ predicate: isOfTheirs });
}

/** Whether whoever is signed in is leaving: what is refused from now on is refused as they wish. */
export const useIsLeaving = () => useIsMutating({ mutationKey: SIGN_OUT }) > 0;

/** Whether the key that is signed in may do this; the server has the last word. */
export const may = (who: Account | null | undefined, permission: string) =>
  who !== undefined && who !== null && (who.permissions === null || who.permissions.includes(permission));
