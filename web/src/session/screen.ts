import type { AnamClient } from '@anam-ai/js-sdk';

type Sdk = typeof import('@anam-ai/js-sdk');

/**
 * Streams into an element, once a seat is taken. The SDK looks its element up by id, and so finds none in a shadow root:
 * there the stream is put into it here, and the first frame is told as the SDK tells it.
 */
export async function streamTo(
  video: HTMLVideoElement,
  { AnamEvent }: Sdk,
  client: AnamClient,
  microphone: MediaStream | undefined,
  onFirstFrame: () => void,
): Promise<void> {
  if (video.id && document.getElementById(video.id) === video) return client.streamToVideoElement(video.id, microphone);
  const pictureComes = new Promise<void>((resolve) => {
    client.addListener(AnamEvent.VIDEO_STREAM_STARTED, (stream) => {
      video.srcObject = stream;
      video.requestVideoFrameCallback(onFirstFrame);
      resolve();
    });
  });
  // The SDK's own promise waits for the sound too.
  await Promise.race([client.stream(microphone), pictureComes]);
}
