import { api } from '../api/client';
import { answerOf, Refused } from '../api/refused';
import type { Persona } from '../server/status';
import { TokenRefused } from '../session/refusal';
import { texts } from '../texts';
import type { Avatar } from './queries';

/** How long a face talks with whoever says hello to it. */
export const HELLO_S = 20;
/** This page hangs up at the time; where it cannot, the server does soon after. */
const SERVER_WAITS_S = 5;
const CLIENT_LABEL = 'visavis-lab';

/** As the stage shows somebody. Voice and brain are the server's own choice, and nobody asks what they are. */
export const asPersona = ({ id, displayName, imageUrl, landscapeImageUrl, portraitImageUrl }: Avatar): Persona => ({
  id,
  name: displayName,
  description: null,
  picture: { square: imageUrl, landscape: landscapeImageUrl, portrait: portraitImageUrl },
  voice: { name: '', engine: '', standIn: false, note: null },
  llm: { name: '', demo: false },
});

/** Of a persona that is kept nowhere: this face, and for the rest what the server gives to whoever says nothing of it. */
export const personaConfigOf = ({ id, displayName }: Avatar) => ({
  name: displayName,
  avatarId: id,
  systemPrompt: texts.avatars.hello.prompt(displayName),
  initialMessage: texts.avatars.hello.greeting(displayName),
  maxSessionLengthSeconds: HELLO_S + SERVER_WAITS_S,
});

/** A token that starts one such talk. Throws TokenRefused. */
export async function fetchHelloToken(avatar: Avatar): Promise<string> {
  try {
    const body = { clientLabel: CLIENT_LABEL, personaConfig: personaConfigOf(avatar) };
    return (await answerOf(api.POST('/v1/auth/session-token', { body }))).sessionToken;
  } catch (error) {
    throw error instanceof Refused ? new TokenRefused(error.status, error.message) : error;
  }
}
