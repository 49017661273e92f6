export const SHORTEST_S = 10;
export const LONGEST_S = 60;
export const MOST_BYTES = 4_500_000;

/** Why a recording cannot be cloned from. */
export type Trouble = { kind: 'short' | 'long'; seconds: number } | { kind: 'large' | 'unreadable' };

/** A little more or less is no reason to record anew. */
const TOLERANCE_S = 0.5;

export function troubleWith(seconds: number, bytes: number): Trouble | undefined {
  if (bytes > MOST_BYTES) return { kind: 'large' };
  if (seconds < SHORTEST_S - TOLERANCE_S) return { kind: 'short', seconds };
  if (seconds > LONGEST_S + TOLERANCE_S) return { kind: 'long', seconds };
  return undefined;
}

export interface Measured {
  seconds: number;
  trouble?: Trouble;
}

/** How long it is, by decoding all of it: what browsers record says nothing of its length. */
export async function measured(recording: Blob): Promise<Measured> {
  if (recording.size > MOST_BYTES) return { seconds: 0, trouble: { kind: 'large' } };
  const context = new OfflineAudioContext(1, 1, 8_000);
  try {
    const { duration } = await context.decodeAudioData(await recording.arrayBuffer());
    return { seconds: duration, trouble: troubleWith(duration, recording.size) };
  } catch {
    return { seconds: 0, trouble: { kind: 'unreadable' } };
  }
}

const ENDINGS: Record<string, string> = { 'audio/webm': 'webm', 'audio/ogg': 'ogg', 'audio/mp4': 'm4a' };

/** What a browser has recorded, with a name that fits its type. */
export function asFile(parts: Blob[], type: string): File {
  const plain = type.split(';')[0]!;
  return new File(parts, `recording.${ENDINGS[plain] ?? 'webm'}`, { type: plain });
}
