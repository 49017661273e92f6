import { type Call, callReducer, noCall } from '../session/callReducer';
import { type Levels, SLOT_MS } from '../session/levels';
import type { Side, Signal } from '../session/signals';

/**
 * A conversation held still in the state that `?state=` names, for looking at the page without a server behind it.
 * Development builds only: the production build drops this file.
 */
export function heldCall(levels: Levels): Call | undefined {
  const state = new URLSearchParams(location.search).get('state');
  const signals = state ? scripts[state] : undefined;
  if (!signals) return undefined;
  const now = performance.now() - 26_000;
  levels.restart(now);
  for (const [side, fromMs, toMs] of sounds) {
    for (let ms = fromMs; ms < toMs; ms += SLOT_MS) levels.add(side, 0.02 + 0.12 * Math.abs(Math.sin(ms / 170) * Math.sin(ms / 610)), now + ms);
  }
  return signals.map((signal) => moved(signal, now)).reduce(callReducer, noCall);
}

const sounds: [Side, number, number][] = [
  ['persona', 900, 4300],
  ['you', 5600, 9400],
  ['persona', 10030, 17200],
  ['you', 18100, 20900],
  ['persona', 22330, 26000],
];

/** The script counts from the first frame; the page's clock counts from its loading. */
function moved(signal: Signal, startMs: number): Signal {
  const later = { ...signal };
  if ('atMs' in later) later.atMs += startMs;
  return later;
}

const text = (atMs: number, side: Side, id: string, content: string, interrupted = false): Signal =>
  ({ type: 'text', atMs, side, id, content, begins: !interrupted, complete: true, interrupted });

const connecting: Signal[] = [{ type: 'start' }, { type: 'seat-taken' }];
const greeted: Signal[] = [
  ...connecting,
  { type: 'line-open' },
  { type: 'first-frame', atMs: 0 },
  text(850, 'persona', 'p0', 'Hi, I’m here. What would you like to know?'),
  { type: 'persona-audible', atMs: 900 },
  { type: 'persona-silent' },
  { type: 'user-speech-started', atMs: 5700 },
];
const answered: Signal[] = [
  ...greeted,
  { type: 'user-speech-ended', atMs: 9600, },
  text(9610, 'you', 'u1', 'Which room should I see first if I only have an hour?'),
  text(9846, 'persona', 'p1', 'Then start with the blue room upstairs. The light is best before noon, and almost nobody is there yet.'),
  { type: 'persona-audible', atMs: 10030 },
  { type: 'persona-silent' },
  { type: 'user-speech-started', atMs: 18200 },
];
const thinking: Signal[] = [...answered, { type: 'user-speech-ended', atMs: 20900 }, text(21140, 'you', 'u2', 'And where can I get a coffee after that?')];
const speaking: Signal[] = [
  ...thinking,
  text(22120, 'persona', 'p2', 'The café is behind the garden, two minutes from the blue room. '),
  { type: 'persona-audible', atMs: 22330 },
];
const failed = (trouble: Extract<Signal, { type: 'failed' }>['trouble']): Signal[] => [...speaking, { type: 'failed', atMs: 26_000, trouble }];

const scripts: Record<string, Signal[]> = {
  connecting,
  'asking-mic': [{ type: 'start' }, { type: 'mic-asked', open: true }],
  listening: answered,
  thinking,
  speaking,
  interrupted: [...speaking, text(25_900, 'persona', 'p2', '', true), { type: 'user-speech-started', atMs: 25_900 }],
  ended: [...speaking, { type: 'hung-up', atMs: 26_000 }],
  'mic-denied': [{ type: 'start' }, { type: 'mic-denied', mic: 'refused' }],
  'mic-insecure': [{ type: 'start' }, { type: 'mic-denied', mic: 'insecure' }],
  full: [...connecting, { type: 'full' }],
  error: failed({ failure: 'line-dropped', code: 'CONNECTION_CLOSED_CODE_WEBRTC_FAILURE, 6f2d81c4-0b7e-4c1f-9a55-3d2f0e7a91b2' }),
  refused: [{ type: 'start' }, { type: 'failed', atMs: 0, trouble: { failure: 'refused', reason: 'The persona’s avatar was deleted.', code: '400' } }],
};
