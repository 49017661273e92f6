import { count } from './numbers';

/** API keys. */
export const keys = {
  keys: {
    title: 'API keys',
    lead: 'What your servers and scripts call this one with. A browser never needs one.',
    create: 'Create a key',
    why: 'Sign in to see and make API keys.',
    columns: { name: 'Name', begins: 'Begins with', may: 'Permissions', created: 'Created', actions: 'Actions' },
    may: (permissions: readonly string[] | null) =>
      permissions === null ? 'everything' : permissions.length === 0 ? 'nothing' : count(permissions.length, 'thing', 'things'),
    yours: 'this browser',
    revoke: 'Revoke',
    revokeThis: (name: string) => `Revoke ${name}`,
    revokeTitle: (name: string) => `Revoke “${name}”?`,
    revokeBody: 'Whatever uses this key is refused from now on, and so is every session token that it has made. This cannot be undone.',
    revokeYours: 'This browser is signed in with it, and will be signed out.',
    form: {
      title: 'Create an API key',
      name: 'Name',
      nameHint: 'Who or what will use it',
      scope: 'It may do',
      all: 'Everything that yours may',
      some: 'Only what is ticked',
      submit: 'Create key',
    },
    made: {
      title: (name: string) => `The key “${name}”`,
      body: 'Copy it now. It is shown this once and cannot be read again, not even here.',
      done: 'I have it',
    },
    empty: { title: 'No keys', body: 'Create one for each app that calls this server, so that each can be revoked by itself.' },
    things: {
      personas: 'Personas', avatars: 'Avatars', voices: 'Voices', llms: 'LLMs', tools: 'Tools', knowledge: 'Knowledge', sessions: 'Sessions',
      'share-links': 'Share links', meetings: 'Meetings', webhooks: 'Webhooks', organization: 'Organization', 'vendor-keys': 'Vendor keys', 'api-keys': 'API keys', usage: 'Usage',
    } as Record<string, string>,
    actions: { read: 'read', create: 'create', update: 'change', delete: 'delete' } as Record<string, string>,
  },
};
