import type { AnamClient } from '@anam-ai/js-sdk';

import type { Levels } from './levels';
import { Gate, lastSoundBefore, PERSONA_AUDIBLE_RMS, rms, Room, samplesSinceOnset } from './loudness';
import { watchSound } from './meter';
import { NoMicrophone, openMicrophone } from './microphone';
import type { Trouble } from './phase';
import { refusalOf } from './refusal';
import { streamTo } from './screen';
import { listenToSdk } from './sdkEvents';
import type { Signal, Text } from './signals';
import { watchPicture } from './watchdog';

/** No media for so long and the line is called dropped. */
const STALLED_AFTER_MS = 8_000;
/** From the answered session request to the first frame. */
const FIRST_FRAME_WITHIN_MS = 20_000;
/** How long she must be silent: while she is expected to stop, after her last word, and within a line. */
const SILENT_AFTER_MS = { cutOff: 120, done: 450, midLine: 1500 };

export interface ConversationOptions {
  /** A token that starts one session. Throws TokenRefused. */
  fetchToken: () => Promise<string>;
  /** Of the server, without a slash at its end. */
  baseUrl: string;
  /** Mounted, where the persona is to be seen and heard. */
  video: HTMLVideoElement;
  withMicrophone: boolean;
  deviceId?: string;
  levels: Levels;
  tell: (signal: Signal) => void;
  /** Every SDK event by name, for the events list. */
  log: (name: string, detail: string) => void;
  onSoundBlocked: () => void;
  onWarning: (message: string) => void;
}

/** One conversation over the official SDK, from the press to the end. Used once. */
export class Conversation {
  /** Known from the moment a seat is taken, and kept after the end. */
  sessionId?: string;
  private client?: AnamClient;
  private microphone?: MediaStream;
  private context?: AudioContext;
  private readonly stops: (() => void)[] = [];
  private over = false;
  private live = false;
  private lineComplete = true;
  private readonly gate = new Gate();
  /** She was audible when the user took the floor: a new answer may follow her silence closely. */
  private expectSilence = false;
  private userSoundAtMs?: number;

  constructor(private readonly options: ConversationOptions) {}

  /** Must be called from a press: the browser allows sound and asks for the microphone only then. */
  async start(): Promise<void> {
    const { fetchToken, baseUrl, video, withMicrophone, deviceId, tell } = this.options;
    tell({ type: 'start' });
    this.options.levels.restart(performance.now());
    this.context = new AudioContext();
    void this.context.resume();
    const token = fetchToken();
    // Loaded on the first press, so that looking at the page costs nothing of it.
    const sdk = import('@anam-ai/js-sdk');
    try {
      const settled = Promise.all([token, sdk]);
      settled.catch(() => undefined);
      if (withMicrophone) await this.takeMicrophone(deviceId);
      const [sessionToken, module] = await settled;
      if (this.over) return;
      this.client = module.createClient(sessionToken, {
        api: { baseUrl },
        metrics: { disableClientMetrics: true },
        disableInputAudio: !withMicrophone,
      });
      const events = this.events();
      listenToSdk(module, this.client, events);
      await streamTo(video, module, this.client, this.microphone, events.onFirstFrame);
      if (this.over) return void this.client.stopStreaming();
      this.sessionId = this.client.getActiveSessionId() ?? undefined;
      tell({ type: 'seat-taken' });
      const timer = window.setTimeout(() => this.live || this.fail({ failure: 'no-media' }), FIRST_FRAME_WITHIN_MS);
      this.stops.push(() => window.clearTimeout(timer));
    } catch (error) {
      if (this.over) return;
      if (error instanceof NoMicrophone) this.end({ type: 'mic-denied', mic: error.trouble });
      else this.end(refusalOf(error, performance.now()));
    }
  }

  say(text: string): void {
    if (!this.live) return;
    this.expectSilence = this.gate.open;
    this.options.tell({ type: 'user-typed', atMs: performance.now(), text });
    this.client?.sendUserMessage(text);
  }

  interrupt(): void {
    if (!this.live) return;
    this.lineComplete = true;
    this.options.tell({ type: 'interrupt' });
    this.client?.interruptPersona();
  }

  setMuted(muted: boolean): void {
    if (muted) this.client?.muteInputAudio();
    else this.client?.unmuteInputAudio();
  }

  hangUp(): void {
    this.end({ type: 'hung-up', atMs: performance.now() });
  }

  private async takeMicrophone(deviceId?: string): Promise<void> {
    const { tell } = this.options;
    tell({ type: 'mic-asked', open: true });
    this.microphone = await openMicrophone(deviceId);
    tell({ type: 'mic-asked', open: false });
    if (this.over) return this.dropMicrophone();
    const room = new Room();
    this.stops.push(
      watchSound(this.context!, this.microphone, (samples, atMs) => {
        const level = rms(samples);
        if (!room.isSound(level)) return;
        this.userSoundAtMs = atMs;
        this.options.levels.add('you', level, atMs);
      }),
    );
  }

  private dropMicrophone() {
    for (const track of this.microphone?.getTracks() ?? []) track.stop();
  }

  private events() {
    const { tell, log, levels, video, onWarning } = this.options;
    return {
      log,
      onLineOpen: () => tell({ type: 'line-open' }),
      onVideo: () => this.play(video),
      onSound: (stream: MediaStream) => this.stops.push(watchSound(this.context!, stream, this.hearPersona())),
      onFirstFrame: () => {
        const atMs = performance.now();
        this.live = true;
        levels.restart(atMs);
        this.stops.push(watchPicture(video, STALLED_AFTER_MS, () => this.fail({ failure: 'line-dropped' })));
        tell({ type: 'first-frame', atMs });
      },
      onUserSpeechStarted: () => {
        this.expectSilence = this.gate.open;
        tell({ type: 'user-speech-started', atMs: performance.now() });
      },
      onUserSpeechEnded: () => {
        const atMs = performance.now();
        tell({ type: 'user-speech-ended', atMs, lastSoundAtMs: lastSoundBefore(atMs, this.userSoundAtMs) });
      },
      onText: (text: Text) => {
        if (text.side === 'persona') this.lineComplete = text.complete;
        tell({ type: 'text', atMs: performance.now(), ...text });
      },
      onWarning,
      onClosed: (trouble: Trouble) => this.fail(this.live ? trouble : { ...trouble, failure: beforeMedia(trouble) }),
    };
  }

  private hearPersona() {
    return (samples: Float32Array, nowMs: number) => {
      const level = rms(samples);
      const silentAfterMs = SILENT_AFTER_MS[this.expectSilence ? 'cutOff' : this.lineComplete ? 'done' : 'midLine'];
      this.options.levels.add('persona', level, nowMs);
      const change = this.gate.hear(level > PERSONA_AUDIBLE_RMS, nowMs, silentAfterMs);
      if (change === 'opened') {
        const sinceOnsetMs = (samplesSinceOnset(samples, PERSONA_AUDIBLE_RMS) / this.context!.sampleRate) * 1000;
        this.options.tell({ type: 'persona-audible', atMs: nowMs - sinceOnsetMs });
      } else if (change === 'closed') {
        this.expectSilence = false;
        this.options.tell({ type: 'persona-silent' });
      }
    };
  }

  /** The press allows sound nearly everywhere; where it does not, the picture runs and one button turns the sound on. */
  private play(video: HTMLVideoElement) {
    // The SDK attaches the stream right after it has told of it.
    window.setTimeout(() => {
      video.play().catch((error: unknown) => {
        if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
        video.muted = true;
        this.options.onSoundBlocked();
        void video.play();
      });
    });
  }

  private fail(trouble: Trouble) {
    const code = [trouble.code, this.sessionId].filter(Boolean).join(', ');
    this.end({ type: 'failed', atMs: performance.now(), trouble: { ...trouble, ...(code ? { code } : {}) } });
  }

  private end(signal: Signal) {
    if (this.over) return;
    this.over = true;
    this.options.tell(signal);
    for (const stop of this.stops) stop();
    this.dropMicrophone();
    void this.client?.stopStreaming();
    void this.context?.close();
  }
}

/** A media connection that never carried a picture has another likely reason than one that broke. */
const beforeMedia = ({ failure }: Trouble) => (failure === 'line-dropped' ? 'no-media' : failure);
