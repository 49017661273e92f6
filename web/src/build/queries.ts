import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, type Schemas } from '../api/client';
import { answerOf } from '../api/refused';
import type { PersonasSearch } from './search';

export type Persona = Schemas['Persona'];
export type PersonaSummary = Schemas['PersonaSummary'];
export type Draft = Schemas['PersonaDraft'];
export type Avatar = Schemas['Avatar'];
export type Voice = Schemas['Voice'];
export type Llm = Schemas['Llm'];

const PER_PAGE = 24;
const ALL_PER_PAGE = 100;
const PARTS_FRESH_MS = 60_000;

interface Page<Item> {
  data: Item[];
  meta: { lastPage: number };
}

async function everyPage<Item>(ask: (query: { page: number; perPage: number }) => Promise<Page<Item>>): Promise<Item[]> {
  const found: Item[] = [];
  for (let page = 1, last = 1; page <= last; page++) {
    const { data, meta } = await ask({ page, perPage: ALL_PER_PAGE });
    found.push(...data);
    last = meta.lastPage;
  }
  return found;
}

export const personaPage = ({ search, page }: PersonasSearch) =>
  queryOptions({
    queryKey: ['personas', 'page', search, page],
    queryFn: () => answerOf(api.GET('/v1/personas', { params: { query: { search, page, perPage: PER_PAGE } } })),
    placeholderData: keepPreviousData,
  });

export const publishedPersona = (id: string) =>
  queryOptions({
    queryKey: ['personas', 'one', id, 'published'],
    queryFn: () => answerOf(api.GET('/v1/personas/{id}', { params: { path: { id } } })),
  });

export const draftOf = (id: string) =>
  queryOptions({
    queryKey: ['personas', 'one', id, 'draft'],
    queryFn: () => answerOf(api.GET('/v1/personas/{id}/draft', { params: { path: { id } } })),
  });

export const versionsOf = (id: string) =>
  queryOptions({
    queryKey: ['personas', 'one', id, 'versions'],
    queryFn: () => everyPage((query) => answerOf(api.GET('/v1/personas/{id}/versions', { params: { path: { id }, query } }))),
  });

/** Whether it belongs to the server, which only lists say. */
export const isStock = (id: string, name = '') =>
  queryOptions({
    queryKey: ['personas', 'one', id, 'stock'],
    queryFn: async () => {
      const { data } = await answerOf(api.GET('/v1/personas', { params: { query: { search: name || undefined, perPage: ALL_PER_PAGE } } }));
      return data.some((one) => one.id === id && one.isDefaultPersona);
    },
    staleTime: Infinity,
  });

export const avatars = queryOptions({
  queryKey: ['avatars', 'all'],
  queryFn: () => everyPage((query) => answerOf(api.GET('/v1/avatars', { params: { query } }))),
  staleTime: PARTS_FRESH_MS,
});

export const voices = queryOptions({
  queryKey: ['voices', 'all'],
  queryFn: () => everyPage((query) => answerOf(api.GET('/v1/voices', { params: { query } }))),
  staleTime: PARTS_FRESH_MS,
});

export const llms = queryOptions({
  queryKey: ['llms', 'all'],
  queryFn: () => everyPage((query) => answerOf(api.GET('/v1/llms', { params: { query } }))),
  staleTime: PARTS_FRESH_MS,
});

export const tools = queryOptions({
  queryKey: ['tools', 'all'],
  queryFn: () => everyPage((query) => answerOf(api.GET('/v1/tools', { params: { query } }))),
  staleTime: PARTS_FRESH_MS,
});

export const folders = queryOptions({
  queryKey: ['knowledge', 'groups'],
  queryFn: () => answerOf(api.GET('/v1/knowledge/groups')),
  staleTime: PARTS_FRESH_MS,
});

/** Characters of a greeting that are listened to. */
const MOST_SPOKEN = 600;

/** The address of a sound: the text in this voice. Throws Refused. */
export async function spoken(voiceId: string, text: string, voiceSpeed?: number): Promise<string> {
  const asked = api.POST('/v1/voices/{id}/speak', { params: { path: { id: voiceId } }, body: { text: text.slice(0, MOST_SPOKEN), voiceSpeed }, parseAs: 'blob' });
  return URL.createObjectURL((await answerOf(asked)) as unknown as Blob);
}

type GapParts = NonNullable<Parameters<typeof expectedGap>[0]>;

/** What was measured with these parts; with a part left out, with any. */
export const expectedGap = (parts: { avatarModel?: string; voiceId?: string; llmId?: string }) =>
  queryOptions({
    queryKey: ['expected-gap', parts.avatarModel, parts.voiceId, parts.llmId],
    queryFn: () =>
      answerOf(api.GET('/v1/sessions/expected-gap', { params: { query: parts as GapParts & { avatarModel?: 'cara-4' } } })),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });

export function useCreate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (persona: Schemas['PersonaCreate']) => answerOf(api.POST('/v1/personas', { body: persona })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['personas', 'page'] }),
  });
}

export function useDelete(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answerOf(api.DELETE('/v1/personas/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['personas', 'page'] }),
  });
}

/** What is on the screen goes live; refused where it is no longer what is saved. */
export function usePublish(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (revision: string | null) => answerOf(api.POST('/v1/personas/{id}/publish', { params: { path: { id } }, body: { revision } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['personas'] }),
  });
}

export function useDiscard(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answerOf(api.DELETE('/v1/personas/{id}/draft', { params: { path: { id } } })),
    onSuccess: (draft) => client.setQueryData(draftOf(id).queryKey, draft),
  });
}

export function useRestore(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (number: number) => answerOf(api.POST('/v1/personas/{id}/versions/{number}/restore', { params: { path: { id, number } } })),
    onSuccess: (draft) => client.setQueryData(draftOf(id).queryKey, draft),
  });
}
