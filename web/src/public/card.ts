import type { components } from '../api/contract';
import { TokenRefused } from '../session/refusal';

/** Why nobody may talk here. */
export type Closed = Exclude<Card['state'], 'open'> | 'gone' | 'unreachable';
export type Card = components['schemas']['PublicCard'];
export type Persona = NonNullable<Card['persona']>;

/** Somebody who may be talked to, or why not; `widget` where one is there to say so. */
export type Invitation = { persona: Persona; watermark: boolean; widget: Card['widget'] } | { closed: Closed; widget?: Card['widget'] };

/** Where an invitation is kept: a share link or a widget, as a path of the server. */
export class Door {
  /** Kept until it has started a session: one that was refused for want of a seat is good for another try. */
  private token?: string;

  /** `baseUrl`: of the server, without a slash at its end. */
  constructor(
    readonly baseUrl: string,
    private readonly path: string,
  ) {}

  static ofLink(baseUrl: string, token: string) {
    return new Door(baseUrl, `/share/${encodeURIComponent(token)}`);
  }

  static ofWidget(baseUrl: string, personaId: string) {
    return new Door(baseUrl, `/widgets/${encodeURIComponent(personaId)}`);
  }

  async look(): Promise<Invitation> {
    try {
      const reply = await fetch(`${this.baseUrl}${this.path}/card`, { credentials: 'omit' });
      if (reply.status === 404) return { closed: 'gone' };
      if (!reply.ok) return { closed: 'unreachable' };
      return invitationOf((await reply.json()) as Card);
    } catch {
      return { closed: 'unreachable' };
    }
  }

  /** A token that starts one session. Throws TokenRefused. */
  async fetchToken(): Promise<string> {
    this.token ??= await this.newToken();
    return this.token;
  }

  /** The token that was given last has started its session. */
  spent() {
    this.token = undefined;
  }

  private async newToken(): Promise<string> {
    const reply = await fetch(`${this.baseUrl}${this.path}/session-token`, { method: 'POST', credentials: 'omit' });
    const body = (await reply.json().catch(() => ({}))) as { sessionToken?: string; message?: string };
    if (!reply.ok || !body.sessionToken) throw new TokenRefused(reply.status, body.message ?? `${reply.status}`);
    return body.sessionToken;
  }
}

export const invitationOf = ({ state, persona, watermark, widget }: Card): Invitation =>
  state === 'open' && persona ? { persona, watermark, widget } : { closed: state === 'open' ? 'gone' : state, widget };
