import { Calls, type CallState } from '../session/calls';
import type { Signal } from '../session/signals';
import { publicTexts as texts } from '../texts/public';
import { button } from './button';
import { caption } from './caption';
import type { Door, Invitation } from './card';
import { composer } from './composer';
import { dock } from './dock';
import { element, put } from './dom';
import { icon } from './icons';
import { lobby } from './lobby';
import { mark } from './mark';
import { wear } from './mount';
import { notice } from './notice';
import rules from './panel.css?inline';
import { pill } from './pill';
import { screen } from './screen';
import { transcript } from './transcript';
import { type Actions, ALL_OF_IT, nameOf, type Settings, type View } from './view';

wear(rules);

export type Kind = 'share' | 'player' | 'orb' | 'widget';

interface PanelOptions {
  kind: Kind;
  door: Door;
  /** On the button that begins, in place of its own words. */
  callToAction?: () => string | undefined;
  onInvitation?: (invitation: Invitation) => void;
  onChange?: (state: CallState, signal?: Signal) => void;
}

/** After these a session token is good for nothing. */
const SPENT: readonly Signal['type'][] = ['seat-taken', 'failed', 'hung-up'];

/** One persona to talk to, on a page of strangers: the picture, what is said, and what can be pressed. */
export class Panel {
  readonly element: HTMLElement;
  readonly calls: Calls;
  private view: View;
  private readonly show: () => void;

  constructor(private readonly options: PanelOptions) {
    const actions = this.actions();
    const soundOn = button('first', actions.turnSoundOn, icon('sound'), texts.soundOn);
    soundOn.classList.add('soundOn');
    const label = element('p', { class: 'disclosure' }, texts.disclosure);
    const credit = element('p', { class: 'credit' }, mark(15).element, texts.product);
    const said = caption();
    const over = [pill(), lobby(actions, options.callToAction ?? (() => undefined)), notice(actions), dock(actions)];
    const under = [transcript(), composer(actions)];
    const front = element('div', { class: 'front' }, said.element, ...over.slice(1).map((part) => part.element));
    const stage = screen(over[0]!.element, label, soundOn, front);
    this.element = element('section', { class: 'panel', 'data-kind': options.kind }, stage.element, ...under.map((part) => part.element), credit);
    this.calls = new Calls({
      fetchToken: () => options.door.fetchToken(),
      baseUrl: options.door.baseUrl,
      video: () => stage.video,
    });
    this.calls.listen((state, signal) => this.hear(state, signal));
    this.view = { call: this.calls.state, captions: true, settings: { ...ALL_OF_IT, transcript: options.kind !== 'orb' } };
    this.show = () => {
      const { call, invitation } = this.view;
      const open = invitation !== undefined && 'persona' in invitation;
      put(this.element, { 'data-phase': open ? call.talk.phase : invitation ? 'closed' : 'loading', 'aria-label': open ? texts.title(nameOf(this.view)) : texts.product });
      for (const part of [stage, said, ...over, ...under]) part.show(this.view);
      soundOn.hidden = !call.soundBlocked;
      label.hidden = !open;
      credit.hidden = open ? !invitation.watermark : !invitation;
    };
    this.show();
    // An abandoned page would hold its seat for as long as the server waits for it to come back.
    window.addEventListener('pagehide', this.leaving);
  }

  /** At the invitation, which is shown then. */
  async look(): Promise<Invitation> {
    const invitation = await this.options.door.look();
    this.invite(invitation);
    return invitation;
  }

  invite(invitation: Invitation) {
    this.change({ invitation });
    this.options.onInvitation?.(invitation);
  }

  allow(settings: Settings) {
    this.change({ settings });
  }

  /** Nobody sees it any more. */
  leave() {
    this.calls.end();
    window.removeEventListener('pagehide', this.leaving);
  }

  private readonly leaving = () => this.calls.end();

  private actions(): Actions {
    return {
      talk: () => this.calls.start({ withMicrophone: true }),
      type: () => this.calls.start({ withMicrophone: false }),
      end: () => this.calls.end(),
      mute: () => this.calls.mute(!this.calls.state.muted),
      toggleCaptions: () => this.change({ captions: !this.view.captions }),
      turnSoundOn: () => this.calls.turnSoundOn(),
      say: (text) => this.calls.say(text),
      back: () => this.calls.backToLobby(),
      lookAgain: () => void this.look(),
    };
  }

  private hear(call: CallState, signal?: Signal) {
    if (signal && SPENT.includes(signal.type)) this.options.door.spent();
    this.change({ call });
    this.options.onChange?.(call, signal);
    // The link may have been closed since it was looked at: then it says so better than a refusal does.
    if (signal?.type === 'failed' && signal.trouble.failure === 'refused') void this.look();
  }

  private change(change: Partial<View>) {
    this.view = { ...this.view, ...change };
    this.show();
  }
}
