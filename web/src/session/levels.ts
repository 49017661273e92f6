import type { Side } from './signals';

export const SLOT_MS = 100;
/** An hour of slots; older ones are dropped, the page shows half a minute. */
const KEPT_SLOTS = 36_000;

/** How loud both sides were, one peak per 100 ms since the conversation began. Lives outside React: it changes 50 times a second. */
export class Levels {
  private readonly peaks: Record<Side, number[]> = { you: [], persona: [] };
  private startedAtMs = 0;

  restart(atMs: number) {
    this.startedAtMs = atMs;
    this.peaks.you = [];
    this.peaks.persona = [];
  }

  add(side: Side, level: number, atMs: number) {
    const slot = Math.floor((atMs - this.startedAtMs) / SLOT_MS);
    if (slot < 0 || slot >= KEPT_SLOTS) return;
    this.peaks[side][slot] = Math.max(this.peaks[side][slot] ?? 0, level);
  }

  /** Peaks of the slots from `fromMs` to `toMs` since the beginning; 0 where nothing was heard. */
  between(side: Side, fromMs: number, toMs: number): number[] {
    const first = Math.floor(fromMs / SLOT_MS);
    const count = Math.max(0, Math.ceil(toMs / SLOT_MS) - first);
    return Array.from({ length: count }, (_, k) => this.peaks[side][first + k] ?? 0);
  }

  /** The level a moment ago. */
  latest(side: Side, nowMs: number): number {
    const slot = Math.floor((nowMs - this.startedAtMs) / SLOT_MS);
    return Math.max(this.peaks[side][slot] ?? 0, this.peaks[side][slot - 1] ?? 0);
  }
}

/** A level as a height from 0 to 1, on a scale that shows quiet speech too. */
export const heightOf = (level: number) => (level < 0.002 ? 0 : Math.min(1, Math.max(0.06, (Math.log10(level) + 2.6) / 2.6)));
