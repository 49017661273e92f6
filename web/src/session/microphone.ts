import type { MicTrouble } from './phase';

export class NoMicrophone extends Error {
  constructor(readonly trouble: MicTrouble) {
    super(`no microphone: ${trouble}`);
    this.name = 'NoMicrophone';
  }
}

/** What the SDK itself asks for, so that a microphone opened here sounds no different. */
const constraints = (deviceId?: string): MediaTrackConstraints => ({
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  channelCount: { ideal: 1 },
  ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
});

/** Browsers hide the whole interface from pages that are neither https nor localhost. */
export const isHidden = () => !navigator.mediaDevices?.getUserMedia;

/** Opens the microphone, asking the user where the browser has to. Throws NoMicrophone. */
export async function openMicrophone(deviceId?: string): Promise<MediaStream> {
  if (isHidden()) throw new NoMicrophone('insecure');
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: constraints(deviceId) });
  } catch (error) {
    throw new NoMicrophone(micTroubleOf(error));
  }
}

/** Reads getUserMedia's error names. */
export function micTroubleOf(error: unknown): MicTrouble {
  switch (error instanceof Error ? error.name : '') {
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'absent';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'refused';
  }
}
