import { describe, expect, it } from 'vitest';

import type { Phase } from './phase';
import type { Signal } from './signals';
import { inLobby, talkReducer } from './talkReducer';

const atMs = 0;
const signals = {
  start: { type: 'start' },
  seat: { type: 'seat-taken' },
  line: { type: 'line-open' },
  frame: { type: 'first-frame', atMs },
  userStarts: { type: 'user-speech-started', atMs },
  userEnds: { type: 'user-speech-ended', atMs },
  types: { type: 'user-typed', atMs, text: 'Hello' },
  audible: { type: 'persona-audible', atMs },
  silent: { type: 'persona-silent' },
  interrupt: { type: 'interrupt' },
  nothing: { type: 'nothing-came' },
  full: { type: 'full' },
  noMic: { type: 'mic-denied', mic: 'refused' },
  dropped: { type: 'failed', atMs, trouble: { failure: 'line-dropped' } },
  hangUp: { type: 'hung-up', atMs },
  back: { type: 'back-to-lobby' },
} satisfies Record<string, Signal>;
type Name = keyof typeof signals;

const after = (...names: Name[]) => names.reduce((talk, name) => talkReducer(talk, signals[name]), inLobby);

/** The phase after each of the signals, once the conversation is live. */
function phasesOf(...names: Name[]): Phase[] {
  let talk = after('start', 'seat', 'line', 'frame');
  return names.map((name) => (talk = talkReducer(talk, signals[name])).phase);
}

describe('who has the floor', () => {
  it('walks a plain exchange', () => {
    expect(phasesOf('userStarts', 'userEnds', 'audible', 'silent')).toEqual(['listening', 'thinking', 'speaking', 'listening']);
  });

  it('calls speech over the persona an interruption until the user is done', () => {
    expect(phasesOf('audible', 'userStarts', 'silent', 'userEnds')).toEqual(['speaking', 'interrupted', 'interrupted', 'thinking']);
  });

  it('gives her the floor back when she talks on after a cough', () => {
    expect(phasesOf('audible', 'userStarts', 'userEnds')).toEqual(['speaking', 'interrupted', 'speaking']);
  });

  it('thinks, not listens, when her old line dies away after the user has finished', () => {
    expect(phasesOf('audible', 'userStarts', 'userEnds', 'silent', 'audible')).toEqual([
      'speaking',
      'interrupted',
      'speaking',
      'thinking',
      'speaking',
    ]);
  });

  it('answers what is typed while she speaks', () => {
    expect(phasesOf('audible', 'types', 'silent', 'audible')).toEqual(['speaking', 'thinking', 'thinking', 'speaking']);
  });

  it('goes back to listening when nothing comes', () => {
    expect(phasesOf('userEnds', 'nothing')).toEqual(['thinking', 'listening']);
  });

  it('stops her on the button, and says so until she is silent', () => {
    expect(phasesOf('audible', 'interrupt', 'silent')).toEqual(['speaking', 'interrupted', 'listening']);
  });

  it('listens again when the user goes on talking while she thinks', () => {
    expect(phasesOf('userEnds', 'userStarts', 'userEnds')).toEqual(['thinking', 'listening', 'thinking']);
  });
});

describe('connecting', () => {
  it('ticks its steps off and waits for the first frame', () => {
    expect(after('start')).toMatchObject({ phase: 'connecting', seatTaken: false, lineOpen: false });
    expect(after('start', 'seat')).toMatchObject({ seatTaken: true, lineOpen: false });
    expect(after('start', 'seat', 'line')).toMatchObject({ phase: 'connecting', lineOpen: true });
  });

  it('counts an open line as a taken seat, whichever is told first', () => {
    expect(after('start', 'line')).toMatchObject({ seatTaken: true, lineOpen: true });
  });

  it('shows her speaking at once when the greeting is ahead of the first frame', () => {
    expect(after('start', 'audible', 'frame').phase).toBe('speaking');
  });

  it('goes back to the lobby when it is cancelled', () => {
    expect(after('start', 'seat', 'hangUp').phase).toBe('lobby');
  });
});

describe('the end', () => {
  it('keeps the reason when the connection closes after a refusal', () => {
    expect(after('start', 'full', 'dropped').phase).toBe('full');
    expect(after('start', 'noMic', 'dropped')).toMatchObject({ phase: 'mic-denied', trouble: { mic: 'refused' } });
    expect(after('start', 'frame', 'dropped', 'hangUp')).toMatchObject({ phase: 'failed', trouble: { failure: 'line-dropped' } });
  });

  it('ignores late sound and speech', () => {
    expect(after('start', 'frame', 'hangUp', 'audible', 'userStarts', 'userEnds').phase).toBe('ended');
  });

  it('forgets an old trouble on a new start', () => {
    expect(after('start', 'dropped', 'start').trouble).toBeUndefined();
  });

  it('leads back to the lobby', () => {
    expect(after('start', 'dropped', 'back')).toEqual(inLobby);
  });
});
