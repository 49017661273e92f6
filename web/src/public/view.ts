import type { CallState } from '../session/calls';
import type { Invitation } from './card';

/** What a panel shows. */
export interface View {
  /** None while the server is asked. */
  invitation?: Invitation;
  call: CallState;
  captions: boolean;
  settings: Settings;
}

/** What visitors can do besides talking. */
export interface Settings {
  textInput: boolean;
  muteButton: boolean;
  transcript: boolean;
}

export const ALL_OF_IT: Settings = { textInput: true, muteButton: true, transcript: true };

/** What people press. */
export interface Actions {
  talk: () => void;
  type: () => void;
  end: () => void;
  mute: () => void;
  toggleCaptions: () => void;
  turnSoundOn: () => void;
  say: (text: string) => void;
  back: () => void;
  /** At the invitation, again. */
  lookAgain: () => void;
}

/** A piece of a panel: made once, then shown as each view has it. */
export interface Part {
  element: HTMLElement;
  show: (view: View) => void;
}

export const nameOf = ({ invitation }: View) => (invitation && 'persona' in invitation ? invitation.persona.name : '');
