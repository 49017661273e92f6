/** Loudness of sound in samples between -1 and 1. Pure; the Web Audio part is in meter.ts. */

/** A persona's track is digital silence between her lines, so this needs no noise floor. */
export const PERSONA_AUDIBLE_RMS = 0.008;
/** A microphone is never silent: sound is what stands this far above the room. */
const ABOVE_ROOM = 3;
const MIC_AUDIBLE_RMS = 0.01;
/** How fast the idea of the room follows a louder room: by half in about four seconds of 20 ms steps. */
const ROOM_RISE = 1.002;

export function rms(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length);
}

/** How many samples lie after the first one that is as loud as `threshold`; none when all are quieter. */
export function samplesSinceOnset(samples: Float32Array, threshold: number): number {
  const onset = samples.findIndex((sample) => Math.abs(sample) >= threshold);
  return onset < 0 ? 0 : samples.length - onset;
}

/** Follows the quietest level heard lately, and says whether a level stands out from it. */
export class Room {
  private floor = MIC_AUDIBLE_RMS / ABOVE_ROOM;

  isSound(level: number): boolean {
    this.floor = Math.max(1e-4, Math.min(level, this.floor * ROOM_RISE));
    return level > Math.max(MIC_AUDIBLE_RMS, this.floor * ABOVE_ROOM);
  }
}

/** Opens at the first sound and closes after a silence, so that the pauses inside a sentence do not count. */
export class Gate {
  private lastSoundAtMs?: number;

  get open(): boolean {
    return this.lastSoundAtMs !== undefined;
  }

  /** What changed with this level, if anything. */
  hear(sound: boolean, atMs: number, silentAfterMs: number): 'opened' | 'closed' | undefined {
    if (sound) {
      const opened = this.lastSoundAtMs === undefined;
      this.lastSoundAtMs = atMs;
      return opened ? 'opened' : undefined;
    }
    if (this.lastSoundAtMs === undefined || atMs - this.lastSoundAtMs < silentAfterMs) return undefined;
    this.lastSoundAtMs = undefined;
    return 'closed';
  }
}

/**
 * Where the user's speech ended: their last sound, as long as it fits the moment at which the server called it an end.
 * @param latestMs how long before the server's word the last sound may lie
 */
export function lastSoundBefore(endedAtMs: number, soundAtMs: number | undefined, latestMs = 3000): number | undefined {
  return soundAtMs !== undefined && soundAtMs <= endedAtMs && endedAtMs - soundAtMs <= latestMs ? soundAtMs : undefined;
}
