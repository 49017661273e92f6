import { isLive } from '../session/phase';
import type { Signal } from '../session/signals';
import type { CallState } from '../session/calls';
import { publicTexts as texts } from '../texts/public';
import { type Attribute, ATTRIBUTES, settingsOf, type WidgetSettings } from './attributes';
import { Door, type Invitation } from './card';
import { element, put, say } from './dom';
import { icon } from './icons';
import { shadowOf, wear } from './mount';
import { Panel } from './panel';
import { placementOf } from './placement';
import rules from './widget.css?inline';

wear(rules);

let server = '';

/** `script`: the address that the widget was loaded from, whose server it then talks to. */
export function serveFrom(script: string | undefined) {
  if (script) server = new URL('.', script).href.replace(/\/$/, '');
}

/** What the element tells its page, as events that bubble: `visavis:start` and the like. */
export interface AgentEvents {
  /** There is somebody to talk to. */
  ready: { name: string };
  /** There is nobody, and why. */
  unavailable: { reason: string };
  open: object;
  minimize: object;
  start: { sessionId?: string };
  /** A finished line of either side. */
  message: { role: 'user' | 'persona'; content: string };
  end: { sessionId?: string };
  error: { reason?: string };
}

/** The widget: small, it is a button; open, a panel with the persona in it. It opens no microphone before a press. */
export class AgentElement extends HTMLElement {
  static observedAttributes = ATTRIBUTES;
  private panel?: Panel;
  private settings?: WidgetSettings;
  private open = false;
  private readonly root = shadowOf(this);
  private readonly face = element('img', { alt: '' });
  private readonly label = element('span', { dir: 'auto' });
  private readonly pill = element('button', { type: 'button', class: 'launcher', hidden: true }, this.face, this.label);
  private readonly fold = element('button', { type: 'button', class: 'fold', 'aria-label': texts.fold, title: texts.fold }, icon('fold', 18));

  constructor() {
    super();
    this.pill.addEventListener('click', () => this.unfold());
    this.fold.addEventListener('click', () => this.minimise());
    this.root.addEventListener('keydown', (event) => {
      if ((event as KeyboardEvent).key === 'Escape' && this.open && !this.pinned) this.minimise();
    });
  }

  connectedCallback() {
    this.appear();
  }

  disconnectedCallback() {
    this.panel?.leave();
    this.panel = undefined;
  }

  attributeChangedCallback(name: Attribute, before: string | null, now: string | null) {
    if (!this.panel || before === now) return;
    if (name === 'agent-id') this.appear();
    else if (this.settings) void this.panel.look();
  }

  private get pinned() {
    return this.settings?.layout === 'inline';
  }

  private appear() {
    const id = this.getAttribute('agent-id')?.trim();
    this.panel?.leave();
    this.panel = undefined;
    this.root.replaceChildren();
    if (!id) return console.warn('anam-agent: the attribute agent-id is missing');
    this.panel = new Panel({
      kind: 'widget',
      door: Door.ofWidget(server || location.origin, id),
      callToAction: () => this.settings?.callToAction,
      onInvitation: (invitation) => this.receive(invitation),
      onChange: (state, signal) => this.tellOf(state, signal),
    });
    this.panel.element.append(this.fold);
    this.root.append(this.pill, this.panel.element);
    this.panel.element.hidden = true;
    void this.panel.look();
  }

  private receive(invitation: Invitation) {
    const closed = 'closed' in invitation;
    if (closed) {
      console.warn(`anam-agent: ${invitation.widget ? texts.usedUp : texts.closed[invitation.closed]}`);
      this.tell('unavailable', { reason: invitation.closed });
    }
    if (!invitation.widget) {
      // A stranger's page is no place for our troubles, but for one who looks why nothing shows.
      if (!this.open) this.hidden = true;
      return;
    }
    this.hidden = false;
    const first = !this.settings;
    const settings = settingsOf((name) => this.getAttribute(name), invitation.widget, window.innerWidth);
    this.settings = settings;
    put(this, { 'data-layout': settings.layout });
    Object.assign(this.style, settings.layout === 'floating' ? { top: '', right: '', bottom: '', left: '', ...placementOf(settings.position) } : {});
    const picture = closed ? null : invitation.persona.picture.square;
    put(this.face, { src: picture ?? undefined, hidden: !picture });
    say(this.label, closed ? texts.later : settings.callToAction || texts.talk(invitation.persona.name));
    this.panel!.allow({ textInput: settings.showTextInput, muteButton: settings.showMuteButton, transcript: settings.showTranscript });
    if (first) this.open = !closed && settings.initialState === 'expanded';
    if (first && !closed) this.tell('ready', { name: invitation.persona.name });
    this.show();
  }

  private unfold() {
    this.open = true;
    this.show();
    this.panel?.element.querySelector<HTMLElement>('.lobby .first')?.focus();
    this.tell('open', {});
  }

  /** A conversation goes on, and can be heard; the button says so. */
  private minimise() {
    this.open = false;
    this.show();
    this.pill.focus();
    this.tell('minimize', {});
  }

  private show() {
    const open = this.open || this.pinned;
    this.pill.hidden = open;
    this.fold.hidden = this.pinned;
    if (this.panel) this.panel.element.hidden = !open;
    put(this, { 'data-open': open });
    put(this.pill, { 'data-live': this.panel?.calls.live, 'aria-expanded': 'false' });
  }

  private tellOf(state: CallState, signal?: Signal) {
    put(this.pill, { 'data-live': isLive(state.talk.phase) });
    const sessionId = this.panel?.calls.sessionId;
    switch (signal?.type) {
      case 'first-frame':
        return this.tell('start', { sessionId });
      case 'text': {
        const line = state.lines.find(({ id }) => id === signal.id);
        const role = signal.side === 'you' ? 'user' : 'persona';
        if (signal.complete && line?.text.trim()) this.tell('message', { role, content: line.text.trim() });
        return;
      }
      case 'hung-up':
        return this.tell('end', { sessionId });
      case 'failed':
        return signal.trouble.failure === 'ended-by-server'
          ? this.tell('end', { sessionId })
          : this.tell('error', { reason: signal.trouble.failure });
      case 'full':
        return this.tell('error', { reason: 'full' });
      case 'mic-denied':
        return this.tell('error', { reason: `microphone-${signal.mic}` });
    }
  }

  private tell<Name extends keyof AgentEvents>(name: Name, detail: AgentEvents[Name]) {
    this.dispatchEvent(new CustomEvent(`visavis:${name}`, { detail, bubbles: true, composed: true }));
  }
}
