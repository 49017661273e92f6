// One program for two clients: ./contract is generated from our served contract, or from the public one of July.
import createClient from 'openapi-fetch';
import type { paths } from './contract.js';

const [baseUrl, key] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl: baseUrl!, headers: { authorization: `Bearer ${key}` } });

function must<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw new Error(`no ${what}`);
  return value;
}

const created = await client.POST('/v1/personas', {
  body: { name: 'Nora', avatarModel: 'cara-3', systemPrompt: 'You guide through a museum of clocks.' },
});
const persona = must(created.data, 'persona');
const id = must(persona.id, 'id of the persona');
must(persona.voice?.displayName, 'voice');

const found = await client.GET('/v1/personas', { params: { query: { page: 1, perPage: 5, search: 'Nora' } } });
if (found.data?.data?.[0]?.id !== id || found.data?.meta?.total !== 1) throw new Error('the list is wrong');

const updated = await client.PUT('/v1/personas/{id}', {
  params: { path: { id } },
  body: { skipGreeting: true, voiceDetectionOptions: { silenceBeforeSkipTurnSeconds: 5 } },
});
if (updated.data?.brain?.systemPrompt !== persona.brain?.systemPrompt) throw new Error('the prompt was lost');

const token = await client.POST('/v1/auth/session-token', { body: { personaConfig: { personaId: id } } });
must(token.data?.sessionToken, 'token');

const tool = await client.POST('/v1/tools', {
  body: { name: 'hang_up', description: 'Ends the talk', type: 'SYSTEM', config: { action: 'end_call' } },
});
const group = await client.POST('/v1/knowledge/groups', { body: { name: 'Rules' } });
const groups = await client.GET('/v1/knowledge/groups');
if (groups.data?.length !== 1) throw new Error('the bare list is wrong');
const link = await client.POST('/v1/share-links', { body: { personaId: id, usageLimit: 3 } });
const sessions = await client.GET('/v1/sessions', { params: { query: { personaId: id } } });
const seats = await client.GET('/v1/sessions/concurrency');

const deleted = await client.DELETE('/v1/personas/{id}', { params: { path: { id } } });
const gone = await client.GET('/v1/personas/{id}', { params: { path: { id } } });

console.log(
  JSON.stringify({
    name: updated.data?.name,
    skipGreeting: updated.data?.skipGreeting,
    toolType: tool.data?.type,
    group: group.data?.name,
    usageLimit: link.data?.usageLimit,
    sessions: sessions.data?.meta?.total,
    canStart: seats.data?.canStartSession,
    said: deleted.data?.message,
    after: gone.response.status,
  }),
);
