import type { AnamClient } from '@anam-ai/js-sdk';

import type { Trouble } from './phase';
import type { Text } from './signals';

type Sdk = typeof import('@anam-ai/js-sdk');

/** What the page makes of the SDK's events. */
export interface SdkListener {
  log: (name: string, detail: string) => void;
  onLineOpen: () => void;
  onVideo: () => void;
  onSound: (stream: MediaStream) => void;
  onFirstFrame: () => void;
  onUserSpeechStarted: () => void;
  onUserSpeechEnded: () => void;
  onText: (text: Text) => void;
  onWarning: (message: string) => void;
  onClosed: (trouble: Trouble) => void;
}

/** Maps the SDK's events to the page's. The enums come with the module, which is loaded late. */
export function listenToSdk({ AnamEvent, ConnectionClosedCode, MessageRole }: Sdk, client: AnamClient, listener: SdkListener): void {
  client.addListener(AnamEvent.CONNECTION_ESTABLISHED, listener.onLineOpen);
  client.addListener(AnamEvent.VIDEO_STREAM_STARTED, listener.onVideo);
  client.addListener(AnamEvent.AUDIO_STREAM_STARTED, listener.onSound);
  client.addListener(AnamEvent.VIDEO_PLAY_STARTED, listener.onFirstFrame);
  client.addListener(AnamEvent.USER_SPEECH_STARTED, listener.onUserSpeechStarted);
  client.addListener(AnamEvent.USER_SPEECH_ENDED, listener.onUserSpeechEnded);
  client.addListener(AnamEvent.SERVER_WARNING, listener.onWarning);
  const begun = new Set<string>();
  client.addListener(AnamEvent.MESSAGE_STREAM_EVENT_RECEIVED, ({ id, role, content, endOfSpeech, interrupted }) => {
    const side = role === MessageRole.USER ? 'you' : 'persona';
    listener.onText({ side, id, content, begins: !begun.has(id), complete: endOfSpeech, interrupted });
    begun.add(id);
  });
  client.addListener(AnamEvent.CONNECTION_CLOSED, (code, details) => {
    const failures = {
      [ConnectionClosedCode.SERVER_CLOSED_CONNECTION]: 'ended-by-server',
      [ConnectionClosedCode.SIGNALLING_CLIENT_CONNECTION_FAILURE]: 'signalling-lost',
      [ConnectionClosedCode.WEBRTC_FAILURE]: 'line-dropped',
      [ConnectionClosedCode.MICROPHONE_PERMISSION_DENIED]: 'line-dropped',
    } as const;
    // NORMAL is our own stopStreaming.
    if (code !== ConnectionClosedCode.NORMAL) listener.onClosed({ failure: failures[code], reason: details, code });
  });
  for (const event of Object.values(AnamEvent)) {
    client.addListener(event, (...details: unknown[]) => listener.log(event, detailOf(details[0])));
  }
}

/** The part of an event's payload worth a line in the events list. */
function detailOf(payload: unknown): string {
  if (typeof payload === 'string') return payload;
  if (Array.isArray(payload)) return `${payload.length}`;
  if (payload instanceof MediaStream) return payload.getTracks().map(({ kind }) => kind).join(' + ');
  if (typeof payload !== 'object' || payload === null) return '';
  const { role, content, toolName } = payload as { role?: string; content?: string; toolName?: string };
  return [role, toolName, content].filter(Boolean).join(' ');
}
