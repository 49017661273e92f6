import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, type Schemas } from '../api/client';
import { answerOf } from '../api/refused';

export type Avatar = Schemas['Avatar'];
/** The contract's own, but for points, which the client's types take for lists of any length. */
export type Build = Awaited<ReturnType<typeof askBuild>>;
export type PointGroups = Schemas['PointGroups'];
export type Finding = Schemas['PhotoFinding'];

const QUERY = ['avatars', 'gallery'] as const;
const PER_PAGE = 100;
const LOOK_EVERY_MS = 1_000;
const LOOK_AT_GALLERY_EVERY_MS = 5_000;

const isBeingMade = ({ buildStatus }: Avatar) => buildStatus === 'waiting';

/** Yours, then the server's. Looked at again as long as one of them is being made. */
export const avatars = queryOptions({
  queryKey: [...QUERY, 'all'],
  queryFn: async () => {
    const found: Avatar[] = [];
    for (let page = 1, last = 1; page <= last; page++) {
      const { data, meta } = await answerOf(api.GET('/v1/avatars', { params: { query: { page, perPage: PER_PAGE } } }));
      found.push(...data);
      last = meta.lastPage;
    }
    return found;
  },
  refetchInterval: ({ state }) => (state.data?.some(isBeingMade) ? LOOK_AT_GALLERY_EVERY_MS : false),
});

/** With each stage of its making its pictures are others. */
export const oneAvatar = (id: string, status: Build['status'] | undefined) =>
  queryOptions({
    queryKey: [...QUERY, 'one', id, status],
    queryFn: () => answerOf(api.GET('/v1/avatars/{id}', { params: { path: { id } } })),
    placeholderData: keepPreviousData,
  });

export const isGoingOn = ({ status }: Build) => status === 'waiting' || status === 'building';

const askBuild = (id: string) => answerOf(api.GET('/v1/avatars/{id}/build', { params: { path: { id } } }));
const buildKey = (id: string) => [...QUERY, 'build', id];

/** Looked at again while it is being made. */
export const buildOf = (id: string) =>
  queryOptions({
    queryKey: buildKey(id),
    queryFn: () => askBuild(id),
    refetchInterval: ({ state }) => (state.data && isGoingOn(state.data) ? LOOK_EVERY_MS : false),
    refetchOnWindowFocus: false, // the address of the photo is another each time
  });

export function useCreate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, photo }: { name: string; photo: File }) => {
      const form = new FormData();
      form.set('displayName', name);
      form.set('imageFile', photo, photo.name);
      return answerOf(api.POST('/v1/avatars', { body: form as never, bodySerializer: (body) => body }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: QUERY }),
  });
}

export function useCorrect(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (groups: PointGroups) =>
      answerOf(api.PUT('/v1/avatars/{id}/build/points', { params: { path: { id } }, body: groups })),
    onSuccess: (build) => client.setQueryData(buildKey(id), build),
  });
}

export function useRename(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (displayName: string) => answerOf(api.PUT('/v1/avatars/{id}', { params: { path: { id } }, body: { displayName } })),
    onSuccess: () => client.invalidateQueries({ queryKey: QUERY }),
  });
}

/** `hard` takes the photo and everything that was made from it too. */
export function useRemove(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ hard }: { hard: boolean }) =>
      answerOf(api.DELETE('/v1/avatars/{id}', { params: { path: { id }, query: { hard } } })),
    onSettled: () => client.invalidateQueries({ queryKey: [...QUERY, 'all'] }),
  });
}
