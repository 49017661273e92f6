/** Every word that is shown, in one place, so that it can be translated: those of Talk here, the others in `texts/`. British spelling, plain verbs, no exclamation marks. */
import type { Failure, MicTrouble, Phase } from './session/phase';
import type { Stage } from './session/gap';
import { account } from './texts/account';
import { analytics } from './texts/analytics';
import { build } from './texts/build';
import { keys } from './texts/keys';
import { knowledge } from './texts/knowledge';
import { lab } from './texts/lab';
import { count, seconds } from './texts/numbers';
import { parts } from './texts/parts';
import { sessions } from './texts/sessions';
import { settings } from './texts/settings';
import { share } from './texts/share';
import { tokens } from './texts/tokens';
import { tools } from './texts/tools';
import { vendorKeys } from './texts/vendorKeys';

export const texts = {
  product: 'visavis',
  pageTitle: (title: string) => `${title} · visavis`,
  skip: 'Skip to content',
  ...account,
  ...analytics,
  ...build,
  ...keys,
  ...knowledge,
  ...lab,
  ...parts,
  ...sessions,
  ...settings,
  ...share,
  ...tokens,
  ...tools,
  ...vendorKeys,

  you: 'You',
  seconds,
  clock: (s: number) => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, '0')}`,
  scheme: { toLight: 'Use light appearance', toDark: 'Use dark appearance' },

  seats: {
    free: (free: number, total: number) => `${free} of ${count(total, 'seat', 'seats')} free`,
    none: (total: number) => (total === 1 ? 'The one seat is taken' : `All ${total} seats taken`),
    hint: 'One seat is one live conversation on this server',
  },

  loading: { title: 'One moment', body: 'Asking the server who is here.' },
  offline: {
    title: 'This page cannot reach its server',
    body: 'It may have been stopped, or is still starting. The page looks again every few seconds.',
    retry: 'Look again now',
    help: 'Start it with',
    command: 'make run',
  },
  nobody: {
    title: 'Nobody is sitting here yet',
    body: 'This server has no personas. Create one over its API (POST /v1/personas); it will show up here.',
    retry: 'Look again',
  },

  lobby: {
    talk: (name: string) => `Talk to ${name}`,
    type: 'Type instead',
    parts: (voice: string, llm: string, recogniser: string) => `Spoken by ${voice}, answered by ${llm}, heard by ${recogniser}`,
    draft: 'The draft, with what is not published yet',
    demo: 'a demo brain',
    others: 'Who is here',
    pictureOf: (name: string) => `${name}, a rendered persona`,
  },

  before: {
    title: 'Before you talk',
    microphone: 'Microphone',
    defaultMicrophone: 'Default microphone',
    check: 'Check my microphone',
    checking: 'Say something',
    heard: 'We can hear you',
    canType: 'You can still type.',
    insecure: 'Only on https or localhost. You can still type.',
    captions: 'Show captions',
    privacy: 'A conversation never uses your camera. Your voice goes to this server only, and to the providers it is set up with.',
    partsTitle: 'What is behind the face',
    voice: 'Voice',
    voiceBy: (name: string, engine: string) => (name.toLowerCase().includes(engine.toLowerCase()) ? name : `${name}, spoken by ${engine}`),
    standIn: 'A built-in voice stands in: the provider of this voice has no key on this server.',
    llm: 'Brain',
    demoName: 'Demo brain',
    demo: 'No language model is set up, so a small demo brain answers from the persona’s own prompt. It does not understand you.',
    demoHow: 'How to give it a real one',
    demoSteps: [
      { lead: 'Any OpenAI-compatible service: start visavis with', code: 'OPENAI_API_KEY=… make run' },
      { lead: 'Your own model server (llama.cpp, vLLM, LM Studio):', code: 'OPENAI_BASE_URL=http://127.0.0.1:8080/v1 make run' },
      { lead: 'Ollama running on this machine is found by itself at the next start:', code: 'ollama serve' },
    ],
    recogniser: 'Ears',
    weak: 'The built-in recogniser is weak: it mishears often, most of all with noise or an accent. What you type is never misheard.',
    weakHow: 'How to get a better one',
    weakSteps: [
      { lead: 'At once: speak short, clear sentences close to the microphone, or type.' },
      { lead: 'In your own app: let any recogniser listen, and send her its text. She answers out loud.', code: 'client.sendUserMessage(text)' },
      { lead: 'On this server: a recogniser is one Python class. Add yours beside the built-in one.', code: 'visavis/providers/stt/' },
    ],
    keysTitle: 'Keys',
    keys: [
      ['Space', 'cut in'],
      ['M', 'mute'],
      ['C', 'captions'],
      ['T', 'type'],
    ],
  },

  phases: {
    connecting: 'Connecting',
    listening: 'Listening',
    thinking: 'Thinking',
    speaking: 'Speaking',
    interrupted: 'You cut in',
  } as Partial<Record<Phase, string>>,
  muted: 'Muted',
  /** Listening, in a conversation without a microphone. */
  yourTurn: 'Your turn: type',

  steps: {
    microphone: 'Your browser asks for the microphone: press Allow',
    seat: 'Seat taken',
    line: 'Line open',
    frame: (name: string) => `Waiting for ${name}’s first frame`,
    seatPending: 'Taking a seat',
    linePending: 'Opening the line',
    cancel: 'Cancel',
  },

  dock: {
    label: 'Conversation controls',
    mute: 'Mute your microphone',
    unmute: 'Unmute your microphone',
    noMicrophone: 'No microphone in this conversation',
    interrupt: 'Interrupt',
    captions: 'Captions',
    type: 'Type',
    end: 'End',
    key: (label: string, key: string) => `${label} (${key})`,
  },
  soundOn: 'Turn the sound on',

  conversation: {
    label: 'Conversation',
    transcript: 'Transcript',
    events: 'SDK events',
    empty: 'What you both say appears here as you say it.',
    weak: 'Misheard? The built-in recogniser is weak. Typing always works.',
    noEvents: 'The SDK has told nothing yet.',
    composer: (name: string) => `Type to ${name}`,
    send: 'Send',
    after: (ms: number) => `after ${seconds(ms)}`,
    cut: 'cut off by you',
    sending: 'sending',
  },

  duet: {
    label: (name: string) => `The conversation so far: you above, ${name} below, the gaps between`,
    gap: (ms: number) => `Gap of ${seconds(ms)}`,
    waiting: 'Your first gap appears here: the pause between your last sound and the first of the answer, measured in this browser.',
    none: 'No gap was measured: nothing of yours was answered aloud.',
    lastGap: 'Last gap',
    medianGap: (ms: number) => `median ${seconds(ms)}`,
    here: 'here',
    hereHint: 'Measured in this browser on the sound itself, network and playback included',
  },
  stages: {
    hear: { label: 'Hear', hint: 'From your last sound to your words on this page' },
    think: { label: 'Think', hint: 'From your words to the first words of the answer' },
    speak: { label: 'Speak', hint: 'From the first words of the answer to their first sound' },
    answer: { label: 'Think + Speak', hint: 'From your words to the first sound: the server has not told yet where thinking ended' },
    carry: { label: 'Carry', hint: 'From the server’s first sample to the first sound here: network and buffers' },
  } satisfies Record<Stage, { label: string; hint: string }>,

  ended: {
    title: (length: string, gapMs?: number) => (gapMs === undefined ? `You talked for ${length}` : `${length}, with a median gap of ${seconds(gapMs)}`),
    length: (s: number) => (s < 60 ? count(Math.round(s), 'second', 'seconds') : `${Math.floor(s / 60)} min ${Math.round(s % 60)} s`),
    body: (turns: number, cuts: number) =>
      turns === 0 ? 'You said nothing.' : `${count(turns, 'turn', 'turns')}${cuts ? `, ${count(cuts, 'interruption', 'interruptions')}` : ''}. The transcript stays here until you leave.`,
    again: 'Talk again',
    lobby: 'Choose someone else',
    session: 'Open the session',
  },

  mic: {
    refused: {
      title: 'Your browser is blocking the microphone',
      body: 'Open the site settings next to the address, set Microphone to Allow, then try again. Or type: the answer is spoken either way.',
    },
    absent: {
      title: 'No microphone was found',
      body: 'Plug one in or choose another, then try again. Or type: the answer is spoken either way.',
    },
    busy: {
      title: 'The microphone is in use elsewhere',
      body: 'Another program holds it, most likely a call. Close that, then try again. Or type: the answer is spoken either way.',
    },
    insecure: {
      title: 'Browsers give the microphone to safe pages only',
      body: 'This page was opened over plain http from another machine. Open it over https, or as localhost on the machine itself. Or type: the answer is spoken either way.',
    },
  } satisfies Record<MicTrouble, { title: string; body: string }>,

  full: {
    title: (total?: number) => (total === undefined ? 'All seats are taken' : texts.seats.none(total)),
    body: 'Every seat is one live conversation. Hold your place and the conversation starts as soon as one frees up.',
    waiting: 'Your place is held. This page looks every two seconds and starts by itself.',
    hold: 'Hold my place',
    leave: 'Give up my place',
    who: 'See who is talking',
  },

  failures: {
    'line-dropped': {
      title: 'The line dropped',
      body: 'No picture or sound arrived for 8 seconds, so the conversation was closed. The likeliest reason is a network that changed or went away.',
    },
    'no-media': {
      title: 'The line never opened',
      body: 'The server answered, but no picture arrived. The likeliest reason is a firewall between you and the server’s UDP ports.',
    },
    'signalling-lost': {
      title: 'The connection to the server was lost',
      body: 'Several tries to open it again failed. The likeliest reason is that the server was stopped or restarted.',
    },
    'ended-by-server': {
      title: 'The server ended the conversation',
      body: 'It gave this reason:',
    },
    refused: {
      title: 'The server refused to start',
      body: 'It gave this reason:',
    },
    unreachable: {
      title: 'The server did not answer',
      body: 'The likeliest reason is that it was stopped, or is still starting.',
    },
  } satisfies Record<Failure, { title: string; body: string }>,
  noReason: 'none',
  again: 'Try again',
  reconnect: 'Reconnect',
  testLine: 'Test my connection',
  type: 'Type instead',
  back: (name: string) => `Back to ${name}`,
  copyCode: 'Copy for a bug report',
  copied: 'Copied',
};
