import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, type Schemas } from '../api/client';
import { answerOf } from '../api/refused';

export type VendorKey = Schemas['VendorKey'];
export type KeyTrial = Schemas['VendorKeyTrial'];

/** One for each vendor that a key could be for. */
export const vendorKeys = queryOptions({
  queryKey: ['vendor-keys'],
  queryFn: async () => (await answerOf(api.GET('/v1/vendor-keys'))).data,
});

/** What is known of voices depends on who is let in where. */
function useAfterwards() {
  const client = useQueryClient();
  return () => Promise.all([vendorKeys.queryKey, ['voices'], ['voice-vendors']].map((queryKey) => client.invalidateQueries({ queryKey })));
}

export function useSet(vendor: string) {
  const afterwards = useAfterwards();
  return useMutation({
    mutationFn: (key: string) => answerOf(api.PUT('/v1/vendor-keys/{vendor}', { params: { path: { vendor } }, body: { key } })),
    onSuccess: afterwards,
    gcTime: 0, // the key stays nowhere but in its field
  });
}

export function useRemove(vendor: string) {
  const afterwards = useAfterwards();
  return useMutation({
    mutationFn: () => answerOf(api.DELETE('/v1/vendor-keys/{vendor}', { params: { path: { vendor } } })),
    onSuccess: afterwards,
  });
}

/** Of a key that is not kept yet; without one, of the one that is. */
export function useTrial(vendor: string) {
  return useMutation({
    mutationFn: (key?: string) => answerOf(api.POST('/v1/vendor-keys/{vendor}/test', { params: { path: { vendor } }, body: key ? { key } : {} })),
    gcTime: 0,
  });
}
