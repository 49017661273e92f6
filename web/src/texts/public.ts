import type { Failure, MicTrouble, Phase } from '../session/phase';
import { count } from './numbers';

/** What strangers read: share page, embeds and widget. Apart from the Lab's words, which their bundles do without. */
export const publicTexts = {
  product: 'visavis',
  /** Of the link under the picture. */
  credit: 'Made with visavis',
  title: (name: string) => `Talk to ${name}`,
  pictureOf: (name: string) => `${name}, an AI persona`,
  disclosure: 'AI persona',
  talk: (name: string) => `Talk to ${name}`,
  type: 'Type instead',
  privacy: (name: string) => `Your microphone is used only while you talk. ${name} is an AI persona.`,
  open: (name: string) => `Open the conversation with ${name}`,
  fold: 'Make small',

  phases: {
    connecting: 'Connecting',
    listening: 'Listening',
    thinking: 'Thinking',
    speaking: 'Speaking',
    interrupted: 'You cut in',
  } as Partial<Record<Phase, string>>,
  /** Listening, in a conversation without a microphone. */
  yourTurn: 'Your turn: type',
  askingForMicrophone: 'Your browser asks for the microphone: press Allow',
  cancel: 'Cancel',

  controls: 'Conversation controls',
  mute: 'Mute your microphone',
  unmute: 'Unmute your microphone',
  captions: 'Captions',
  end: 'End the conversation',
  soundOn: 'Turn the sound on',
  transcript: 'Transcript',
  transcriptEmpty: 'What you both say appears here.',
  you: 'You',
  cut: 'cut off',
  composer: (name: string) => `Type to ${name}`,
  send: 'Send',

  loading: 'One moment',
  again: 'Try again',
  talkAgain: 'Talk again',
  back: 'Back',

  /** Why nobody may talk here: one calm sentence each. */
  closed: {
    expired: 'This link has expired. Whoever sent it can make you a new one.',
    'used-up': 'This link was used as often as it may be. Whoever sent it can make you a new one.',
    paused: 'This conversation is paused for now. Come back a little later.',
    'wrong-site': 'This site may not show this persona. Its owner can add the site to those that may.',
    gone: 'There is nobody at this address. The link may be mistyped, or was removed.',
    unreachable: 'The server does not answer just now. Come back a little later.',
  },
  /** Of a widget, which whoever reads this was sent by nobody. */
  usedUp: 'So many people have talked here that it is enough for now. Come back another day.',
  later: 'Not free just now',
  ended: (seconds: number) =>
    `You talked for ${seconds < 60 ? count(Math.max(1, Math.round(seconds)), 'second', 'seconds') : count(Math.round(seconds / 60), 'minute', 'minutes')}.`,
  endedByServer: 'The conversation has come to its end.',
  full: (name: string) => `Everybody wants to talk just now. ${name} will have time for you in a moment.`,
  /** How to get the microphone; the sentence goes on with `orType`, where people may type. */
  mic: {
    refused: 'Your browser keeps the microphone from this page. Allow it beside the address and try again',
    absent: 'No microphone was found. Plug one in and try again',
    busy: 'Another program holds the microphone. Close it and try again',
    insecure: 'Browsers give the microphone to https pages only. Open this one over https',
  } satisfies Record<MicTrouble, string>,
  orType: ', or type: the answer is spoken either way.',
  failures: {
    'line-dropped': 'The line dropped, most likely because the network changed.',
    'no-media': 'The line never opened. Most likely a firewall here keeps pictures and sound out.',
    'signalling-lost': 'The server went away in mid-conversation.',
    'ended-by-server': 'The conversation has come to its end.',
    refused: 'The conversation could not be started just now.',
    unreachable: 'The server does not answer just now.',
  } satisfies Record<Failure, string>,
};
