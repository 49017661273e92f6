import { Refused } from '../api/refused';

/** What `GET /lab/status` says: who can be talked to, what is really behind them, and how many seats are taken. */
export interface LabStatus {
  version: string;
  personas: Persona[];
  /** Who turns the user's speech into text, for every persona of this server. */
  recogniser: Recogniser;
  seats: SeatCount;
}

export interface Persona {
  id: string;
  name: string;
  /** One line under the name, e.g. "Museum guide". */
  description: string | null;
  picture: Picture;
  voice: Voice;
  llm: Llm;
}

/** Addresses on this server; a missing shape falls back to the square one. */
export interface Picture {
  /** 1:1, for the tiles. */
  square: string;
  /** 3:2, for the stage on wide screens. */
  landscape: string | null;
  /** 2:3, for the stage on phones. */
  portrait: string | null;
}

export interface Voice {
  name: string;
  /** What really speaks, e.g. "flite"; never the family of options that the voice takes. */
  engine: string;
  /** True when an embedded voice stands in for one whose provider has no key here. */
  standIn: boolean;
  /** Why another voice than the named one is heard, in the server's words. */
  note: string | null;
}

export interface Llm {
  name: string;
  /** True for the offline answerer, which is there so that something answers without any model. */
  demo: boolean;
}

export interface Recogniser {
  name: string;
  /** True for the embedded recogniser, which mishears much. */
  weak: boolean;
}

export interface SeatCount {
  taken: number;
  total: number;
}

/** Throws when the server does not answer, and Refused when it does with something else. */
export async function fetchStatus(signal?: AbortSignal): Promise<LabStatus> {
  const reply = await fetch('/lab/status', { signal, headers: { accept: 'application/json' } });
  if (!reply.ok) throw new Refused(reply.status, `/lab/status answered ${reply.status}`);
  return (await reply.json()) as LabStatus;
}
