import { isLive, type Phase, type Trouble } from './phase';
import type { Signal } from './signals';

export interface Talk {
  phase: Phase;
  /** Whether the persona can be heard right now, whatever the phase says. */
  audible: boolean;
  /** The user is speaking, as the server hears it. */
  userSpeaking: boolean;
  /** The user's turn is over and nothing answered it yet. */
  awaiting: boolean;
  /** The browser is asking the user for the microphone. */
  micAsked: boolean;
  /** While connecting: how far it got. */
  seatTaken: boolean;
  lineOpen: boolean;
  trouble?: Trouble;
}

export const inLobby: Talk = {
  phase: 'lobby',
  audible: false,
  userSpeaking: false,
  awaiting: false,
  micAsked: false,
  seatTaken: false,
  lineOpen: false,
};

/** Who has the floor. Pure, so that every late, repeated and missing event is tested without a browser. */
export function talkReducer(talk: Talk, signal: Signal): Talk {
  switch (signal.type) {
    case 'start':
      return { ...inLobby, phase: 'connecting' };
    case 'back-to-lobby':
      return inLobby;
    case 'mic-asked':
      return { ...talk, micAsked: talk.phase === 'connecting' && signal.open };
    case 'seat-taken':
      return talk.phase === 'connecting' ? { ...talk, seatTaken: true } : talk;
    case 'line-open':
      return talk.phase === 'connecting' ? { ...talk, seatTaken: true, lineOpen: true } : talk;
    case 'first-frame':
      return talk.phase === 'connecting' ? { ...talk, phase: talk.audible ? 'speaking' : 'listening' } : talk;
    case 'mic-denied':
      return stop(talk, 'mic-denied', { mic: signal.mic });
    case 'full':
      return stop(talk, 'full');
    case 'failed':
      return stop(talk, 'failed', signal.trouble);
    case 'hung-up':
      return isLive(talk.phase) ? stop(talk, 'ended') : talk.phase === 'connecting' ? inLobby : talk;
    case 'persona-audible':
    case 'persona-silent':
      return hear(talk, signal.type === 'persona-audible');
    default:
      return isLive(talk.phase) ? converse(talk, signal) : talk;
  }
}

function converse(talk: Talk, signal: Signal): Talk {
  switch (signal.type) {
    case 'user-speech-started':
      return { ...talk, userSpeaking: true, awaiting: false, phase: talk.audible ? 'interrupted' : 'listening' };
    case 'interrupt':
      return { ...talk, awaiting: false, phase: talk.audible ? 'interrupted' : 'listening' };
    case 'user-speech-ended':
      // Still audible: she talks on after a cough or an "mhm", or is about to fall silent.
      return { ...talk, userSpeaking: false, awaiting: true, phase: talk.audible ? 'speaking' : 'thinking' };
    case 'user-typed':
      return { ...talk, awaiting: true, phase: 'thinking' };
    case 'nothing-came':
      return { ...talk, awaiting: false, phase: talk.audible ? 'speaking' : 'listening' };
    default:
      return talk;
  }
}

function hear(talk: Talk, audible: boolean): Talk {
  const heard = { ...talk, audible };
  if (!isLive(talk.phase)) return heard;
  if (audible) return { ...heard, awaiting: false, phase: 'speaking' };
  // The user who cut in still has the word; it is said so until they are done.
  if (talk.phase === 'interrupted' && talk.userSpeaking) return heard;
  return { ...heard, phase: talk.awaiting ? 'thinking' : 'listening' };
}

/** A refusal or a denied microphone already says more than the "closed" that follows it. */
function stop(talk: Talk, phase: Phase, trouble?: Trouble): Talk {
  if (talk.phase !== 'connecting' && !isLive(talk.phase)) return talk;
  return { ...talk, phase, audible: false, awaiting: false, micAsked: false, trouble };
}
