import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, type Schemas } from '../api/client';
import { answerOf } from '../api/refused';

export type Llm = Schemas['Llm'];
export type LlmWish = Schemas['LlmCreate'];
export type LlmChange = Schemas['LlmUpdate'];
export type LlmTest = Schemas['LlmTest'];
/** What a test is told of the settings: names are not tried. */
export type Settings = Omit<LlmWish, 'displayName'> | Omit<LlmChange, 'displayName'>;

const QUERY = ['llms'] as const;
const PER_PAGE = 100;

/** Yours, then the server's. */
export const llms = queryOptions({
  queryKey: [...QUERY, 'all'],
  queryFn: async () => {
    const found: Llm[] = [];
    for (let page = 1, last = 1; page <= last; page++) {
      const { data, meta } = await answerOf(api.GET('/v1/llms', { params: { query: { page, perPage: PER_PAGE } } }));
      found.push(...data);
      last = meta.lastPage;
    }
    return found;
  },
});

export const oneLlm = (id: string) =>
  queryOptions({
    queryKey: [...QUERY, 'one', id],
    queryFn: () => answerOf(api.GET('/v1/llms/{id}', { params: { path: { id } } })),
    refetchOnWindowFocus: false, // somebody is writing
  });

/** With an id it changes that one; what comes back is what is kept. */
export function useSave(id?: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: LlmWish | LlmChange) =>
      id === undefined
        ? answerOf(api.POST('/v1/llms', { body: wish as LlmWish }))
        : answerOf(api.PUT('/v1/llms/{id}', { params: { path: { id } }, body: wish })),
    onSuccess: () => client.invalidateQueries({ queryKey: QUERY }),
    gcTime: 0, // the secret stays nowhere
  });
}

export function useDelete() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answerOf(api.DELETE('/v1/llms/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: [...QUERY, 'all'] }),
  });
}

/** As it would be with these settings; nothing of them is kept. */
export function useTest(id?: string) {
  return useMutation({
    mutationFn: ({ settings, prompt }: { settings: Settings; prompt: string }) =>
      id === undefined
        ? answerOf(api.POST('/v1/llms/test', { body: { ...(settings as LlmWish), prompt } }))
        : answerOf(api.POST('/v1/llms/{id}/test', { params: { path: { id } }, body: { ...settings, prompt } })),
    gcTime: 0,
  });
}

/** What the vendor lists of its models; of a kept one with its own key. */
export function useModels(id?: string) {
  return useMutation({
    mutationFn: async (settings: Settings) => {
      const asked =
        id === undefined
          ? api.POST('/v1/llms/models', { body: settings as Schemas['NewModelsWish'] })
          : api.POST('/v1/llms/{id}/models', { params: { path: { id } }, body: settings });
      return (await answerOf<Schemas['Models']>(asked)).data;
    },
    gcTime: 0, // the secret stays nowhere
  });
}
