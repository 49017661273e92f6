import type { ToldGap } from '../session/told';

/** What the server measured of the answers so far in a session started from here, in order. Nothing when it does not tell. */
export async function fetchGaps(sessionId: string): Promise<readonly ToldGap[]> {
  const reply = await fetch(`/lab/sessions/${sessionId}/gaps`);
  if (!reply.ok) throw new Error(`/lab/sessions/…/gaps answered ${reply.status}`);
  return ((await reply.json()) as { gaps: ToldGap[] }).gaps;
}
