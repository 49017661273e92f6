import { callReducer, type Call, noCall } from './callReducer';
import { Conversation } from './conversation';
import { Levels } from './levels';
import { patienceMs } from './patience';
import { isLive } from './phase';
import type { Signal } from './signals';

export interface CallState extends Call {
  withMicrophone: boolean;
  muted: boolean;
  soundBlocked: boolean;
}

export interface CallOptions {
  fetchToken: () => Promise<string>;
  baseUrl: string;
  video: HTMLVideoElement;
  /** After each change. */
  onChange: (state: CallState, signal?: Signal) => void;
}

/** One conversation at a time, and how it stands, for pages without a framework. */
export class Calls {
  state: CallState = { ...noCall, withMicrophone: true, muted: false, soundBlocked: false };
  private conversation?: Conversation;
  private readonly levels = new Levels();
  private patience?: number;
  private waiting?: number;

  constructor(private readonly options: CallOptions) {}

  /** Of the conversation that is going on, or was the last. */
  get sessionId() {
    return this.conversation?.sessionId;
  }

  get live() {
    return isLive(this.state.talk.phase);
  }

  /** Must be called from a press. */
  start(withMicrophone: boolean) {
    const { fetchToken, baseUrl, video } = this.options;
    this.conversation?.hangUp();
    video.muted = false;
    this.change({ withMicrophone, muted: false, soundBlocked: false });
    this.conversation = new Conversation({
      fetchToken,
      baseUrl,
      video,
      withMicrophone,
      levels: this.levels,
      tell: (signal) => this.hear(signal),
      log: () => undefined,
      onSoundBlocked: () => this.change({ soundBlocked: true }),
      onWarning: () => undefined,
    });
    void this.conversation.start();
  }

  say(text: string) {
    this.conversation?.say(text);
  }

  mute(muted: boolean) {
    this.conversation?.setMuted(muted);
    this.change({ muted });
  }

  turnSoundOn() {
    this.options.video.muted = false;
    void this.options.video.play();
    this.change({ soundBlocked: false });
  }

  end() {
    this.conversation?.hangUp();
  }

  backToLobby() {
    this.hear({ type: 'back-to-lobby' });
  }

  private hear(signal: Signal) {
    this.change({ startedAtMs: undefined, endedAtMs: undefined, ...callReducer(this.state, signal) }, signal);
    this.awaitAnAnswer();
  }

  private change(change: Partial<CallState>, signal?: Signal) {
    this.state = { ...this.state, ...change };
    this.options.onChange(this.state, signal);
  }

  private awaitAnAnswer() {
    const patience = patienceMs(this.state);
    if (patience === this.patience) return;
    this.patience = patience;
    window.clearTimeout(this.waiting);
    if (patience !== undefined) this.waiting = window.setTimeout(() => this.hear({ type: 'nothing-came' }), patience);
  }
}
