import { same, type Fields } from './fields';

/* The same persona in code, as the screen shows it. What is as the API would have it anyway is left out. */

/** What a session asks for in place of a stored persona. The size of the frame belongs to its options. */
export function personaConfig(fields: Fields): Record<string, unknown> {
  const { name, avatarId, avatarModel, voiceId, llmId, systemPrompt } = fields;
  return { name, avatarId, avatarModel, voiceId, llmId, systemPrompt, ...unusual(fields, SPOKEN) };
}

/** The body of PUT /v1/personas/{id}. */
export function personaUpdate(fields: Fields): Record<string, unknown> {
  const { description, sessionReplay, videoQuality } = fields;
  return { ...personaConfig(fields), ...(description && { description }), ...unusual({ sessionReplay, videoQuality } as Fields, SHOWN), ...size(fields) };
}

export const configSnippet = (fields: Fields) => JSON.stringify(personaConfig(fields), null, 2);

export function restSnippet(fields: Fields, personaId: string, origin: string): string {
  const body = JSON.stringify(personaUpdate(fields), null, 2).replaceAll("'", "'\\''");
  return [
    `curl -X PUT ${origin}/v1/personas/${personaId} \\`,
    '  -H "Authorization: Bearer $VISAVIS_API_KEY" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d '${body}'`,
  ].join('\n');
}

/** Both halves: the server that has the key, and the page that has none. */
export function sdkSnippet(fields: Fields, origin: string): string {
  const options = { ...unusual({ sessionReplay: fields.sessionReplay, videoQuality: fields.videoQuality } as Fields, SHOWN), ...size(fields) };
  const request = { personaConfig: personaConfig(fields), ...(Object.keys(options).length > 0 && { sessionOptions: options }) };
  return `// On your server, which has the API key
const reply = await fetch('${origin}/v1/auth/session-token', {
  method: 'POST',
  headers: {
    authorization: \`Bearer \${process.env.VISAVIS_API_KEY}\`,
    'content-type': 'application/json',
  },
  body: JSON.stringify(${JSON.stringify(request, null, 2).replaceAll('\n', '\n  ')}),
});
const { sessionToken } = await reply.json();

// In your page, with that token
import { createClient } from '@anam-ai/js-sdk';

const client = createClient(sessionToken, { api: { baseUrl: '${origin}' } });
await client.streamToVideoElement('persona-video'); // the id of a <video>`;
}

/** What the API takes for what is left out. */
const SPOKEN: Edits = {
  voiceSpeed: 1,
  voiceGenerationOptions: null,
  languageCode: 'inherit',
  skipGreeting: false,
  uninterruptibleGreeting: false,
  initialMessage: null,
  voiceDetectionOptions: {},
  toolIds: [],
  knowledge: [],
  directorNotes: {},
  maxSessionLengthSeconds: null,
  zeroDataRetention: false,
};
const SHOWN: Edits = { sessionReplay: { enableSessionReplay: true }, videoQuality: 'auto' };

type Edits = Partial<Fields>;

function unusual(fields: Fields, usual: Edits): Record<string, unknown> {
  const names = Object.keys(usual) as (keyof Fields)[];
  return Object.fromEntries(names.filter((name) => !same(fields[name], usual[name])).map((name) => [name, fields[name]]));
}

const size = ({ videoWidth, videoHeight }: Fields) => (videoWidth && videoHeight ? { videoWidth, videoHeight } : {});
