import { callReducer, type Call, noCall } from './callReducer';
import { Conversation, type ConversationOptions } from './conversation';
import { Levels } from './levels';
import { patienceMs } from './patience';
import { isLive } from './phase';
import type { Signal } from './signals';

export interface CallState extends Call {
  withMicrophone: boolean;
  muted: boolean;
  soundBlocked: boolean;
  /** The SDK's last one. */
  warning?: string;
}

export interface CallsOptions extends Pick<ConversationOptions, 'fetchToken' | 'baseUrl'> {
  /** Asked for at each start. */
  video: () => HTMLVideoElement;
  /** Every SDK event by name. */
  log?: ConversationOptions['log'];
}

export interface StartOptions {
  withMicrophone: boolean;
  deviceId?: string;
}

/** Told after each change, and by which signal it came. */
type Listener = (state: CallState, signal?: Signal) => void;

/** One conversation at a time, and how it stands: for React (useCall.ts), and for pages without a framework. */
export class Calls {
  state: CallState;
  private conversation?: Conversation;
  private readonly listeners = new Set<Listener>();
  private patience?: number;
  private waiting?: number;

  constructor(
    private readonly options: CallsOptions,
    readonly levels = new Levels(),
    call: Call = noCall,
  ) {
    this.state = { ...call, withMicrophone: true, muted: false, soundBlocked: false };
  }

  /** Of the conversation that is going on, or was the last. */
  get sessionId() {
    return this.conversation?.sessionId;
  }

  get live() {
    return isLive(this.state.talk.phase);
  }

  /** Returns how to stop. */
  readonly listen = (listener: Listener) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Must be called from a press. */
  readonly start = ({ withMicrophone, deviceId }: StartOptions) => {
    const { fetchToken, baseUrl, video, log = () => undefined } = this.options;
    this.conversation?.hangUp();
    video().muted = false;
    this.change({ withMicrophone, muted: false, soundBlocked: false, warning: undefined });
    this.conversation = new Conversation({
      fetchToken,
      baseUrl,
      video: video(),
      withMicrophone,
      deviceId,
      levels: this.levels,
      tell: this.tell,
      log,
      onSoundBlocked: () => this.change({ soundBlocked: true }),
      onWarning: (warning) => this.change({ warning }),
    });
    void this.conversation.start();
  };

  readonly say = (text: string) => this.conversation?.say(text);

  readonly interrupt = () => this.conversation?.interrupt();

  readonly mute = (muted: boolean) => {
    this.conversation?.setMuted(muted);
    this.change({ muted });
  };

  readonly turnSoundOn = () => {
    this.options.video().muted = false;
    void this.options.video().play();
    this.change({ soundBlocked: false });
  };

  readonly end = () => this.conversation?.hangUp();

  readonly backToLobby = () => this.tell({ type: 'back-to-lobby' });

  readonly tell = (signal: Signal) => {
    this.change({ startedAtMs: undefined, endedAtMs: undefined, ...callReducer(this.state, signal) }, signal);
    this.awaitAnAnswer();
  };

  private change(change: Partial<CallState>, signal?: Signal) {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener(this.state, signal);
  }

  private awaitAnAnswer() {
    const patience = patienceMs(this.state);
    if (patience === this.patience) return;
    this.patience = patience;
    window.clearTimeout(this.waiting);
    if (patience !== undefined) this.waiting = window.setTimeout(() => this.tell({ type: 'nothing-came' }), patience);
  }
}
