import type { Permission } from './queries';

export interface Thing {
  name: string;
  actions: readonly { name: string; permission: Permission }[];
}

/** "personas:read" and the like, by the thing that they are about. */
export function byThing(permissions: readonly Permission[]): Thing[] {
  const things = new Map<string, { name: string; permission: Permission }[]>();
  for (const permission of permissions) {
    const [thing = '', action = ''] = permission.split(':');
    things.set(thing, [...(things.get(thing) ?? []), { name: action, permission }]);
  }
  return [...things].map(([name, actions]) => ({ name, actions }));
}

const ALL = ['read', 'create', 'update', 'delete'] as const;
const THINGS = {
  personas: ALL,
  avatars: ALL,
  voices: ALL,
  llms: ALL,
  tools: ALL,
  knowledge: ALL,
  sessions: ALL,
  'share-links': ALL,
  meetings: ['read', 'create', 'delete'],
  webhooks: ALL,
  organization: ['read', 'update'],
  'vendor-keys': ['read', 'update', 'delete'],
  'api-keys': ['read', 'create', 'delete'],
  usage: ['read'],
} as const;

/** All that the server knows; the type of the contract says whether each is one. */
export const PERMISSIONS = Object.entries(THINGS).flatMap(([thing, actions]) =>
  actions.map((action) => `${thing}:${action}` as Permission),
);
