import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, type Schemas } from '../api/client';
import { answerOf } from '../api/refused';

export type Voice = Schemas['Voice'];
export type Vendor = Schemas['Vendor'];
export type FirstSound = Schemas['FirstSound'];

const QUERY = ['voices'] as const;
const PER_PAGE = 100;

/** Yours, then the server's. */
export const voices = queryOptions({
  queryKey: [...QUERY, 'all'],
  queryFn: async () => {
    const found: Voice[] = [];
    for (let page = 1, last = 1; page <= last; page++) {
      const { data, meta } = await answerOf(api.GET('/v1/voices', { params: { query: { page, perPage: PER_PAGE } } }));
      found.push(...data);
      last = meta.lastPage;
    }
    return found;
  },
});

/** Who could clone voices here, in the order in which they are asked. */
export const cloners = queryOptions({
  queryKey: ['voice-vendors'],
  queryFn: async () => (await answerOf(api.GET('/v1/voice-vendors'))).data.filter((vendor) => vendor.clones),
});

/** By the id of the voice: what was measured in conversations. A voice that is not here was not. */
export const firstSounds = queryOptions({
  queryKey: [...QUERY, 'first-sounds'],
  queryFn: async () => {
    const { data } = await answerOf(api.GET('/v1/voices/first-sounds'));
    return new Map(data.map((one) => [one.voiceId, one]));
  },
});

export interface Clone {
  /** Who is to clone it; undefined: nobody can. */
  provider: Vendor['provider'] | undefined;
  /** The words by which the user said that the speaker agrees. */
  consent: string;
  name: string;
  description: string;
  language: string;
  enhance: boolean;
  recording: File;
}

export function useClone() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ provider, consent, name, description, language, enhance, recording }: Clone) => {
      const form = new FormData();
      if (provider) form.set('provider', provider);
      form.set('consent', consent);
      form.set('name', name);
      if (description) form.set('description', description);
      form.set('language', language);
      form.set('enhance', `${enhance}`);
      form.set('audioFile', recording, recording.name);
      return answerOf(api.POST('/v1/voices', { body: form as never, bodySerializer: (body) => body }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: QUERY }),
  });
}

export function useUpdate(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changes: { displayName: string; description: string | null }) =>
      answerOf(api.PUT('/v1/voices/{id}', { params: { path: { id } }, body: changes })),
    onSuccess: () => client.invalidateQueries({ queryKey: QUERY }),
  });
}

export function useDelete() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answerOf(api.DELETE('/v1/voices/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: QUERY }),
  });
}
