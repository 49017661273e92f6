/** What a browser found out about its line to the server. */
export interface LineFacts {
  /** Kinds of its own addresses that it found: "host", "srflx" (seen by a STUN server), "relay" (lent by a TURN server). */
  candidates: readonly string[];
  asked: { stun: boolean; turn: boolean };
  /** Milliseconds until the line stood; none: it never did. */
  connectedMs?: number;
  /** How it stands: the kind of address on this side, and the protocol. */
  way?: { kind: string; protocol: string };
  /** Milliseconds of each message that came back, and how many were sent. */
  echoesMs: readonly number[];
  sent: number;
}

export type LineWord =
  | { good: boolean; about: 'connected'; ms: number; relayed: boolean; protocol: string }
  | { good: false; about: 'unreachable'; turn: boolean }
  | { good: boolean; about: 'echo'; medianMs: number; lost: number; sent: number }
  | { good: boolean; about: 'stun' | 'turn'; asked: true }
  | { good: true; about: 'stun' | 'turn'; asked: false };

const SLOW_ECHO_MS = 150;
const LOST_SHARE = 0.1;

/** One finding for each thing that was looked at, in the order in which they matter. */
export function verdict({ candidates, asked, connectedMs, way, echoesMs, sent }: LineFacts): LineWord[] {
  const words: LineWord[] = [];
  if (connectedMs === undefined) {
    words.push({ good: false, about: 'unreachable', turn: asked.turn });
  } else {
    words.push({ good: true, about: 'connected', ms: connectedMs, relayed: way?.kind === 'relay', protocol: way?.protocol ?? 'udp' });
    const lost = sent - echoesMs.length;
    const medianMs = middle(echoesMs);
    words.push({ good: echoesMs.length > 0 && medianMs <= SLOW_ECHO_MS && lost <= LOST_SHARE * sent, about: 'echo', medianMs, lost, sent });
  }
  for (const [about, kind] of [['stun', 'srflx'], ['turn', 'relay']] as const) {
    words.push(asked[about] ? { good: candidates.includes(kind), about, asked: true } : { good: true, about, asked: false });
  }
  return words;
}

/** What the server has the browser ask. */
export function serversAsked(urls: readonly string[]): LineFacts['asked'] {
  return { stun: urls.some((url) => /^stuns?:/.test(url)), turn: urls.some((url) => /^turns?:/.test(url)) };
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Infinity;
}
