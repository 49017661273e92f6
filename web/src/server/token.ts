import { csrfHeader } from '../api/csrf';
import { TokenRefused } from '../session/refusal';

/** A token that starts one session with one persona, or with the draft of it. The browser never holds an API key. */
export async function fetchToken(personaId: string, draft = false): Promise<string> {
  const reply = await fetch('/lab/session-token', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...csrfHeader() },
    body: JSON.stringify({ personaId, draft }),
  });
  const body = (await reply.json().catch(() => ({}))) as { sessionToken?: string; message?: string };
  if (!reply.ok || !body.sessionToken) {
    throw new TokenRefused(reply.status, body.message ?? `/lab/session-token answered ${reply.status}`);
  }
  return body.sessionToken;
}
