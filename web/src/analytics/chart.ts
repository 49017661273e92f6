/** The geometry of the drawings: pure, in pixels. */

export interface Frame {
  width: number;
  height: number;
  left: number;
  bottom: number;
  top: number;
  right: number;
}

export interface Point {
  x: number;
  y: number;
}

/** The middle of the nth of so many days. */
export const middleOf = ({ width, left, right }: Frame, n: number, days: number) => left + ((n + 0.5) / days) * (width - left - right);

/** 0 lies at the bottom, `max` at the top. */
export const heightOf = ({ height, top, bottom }: Frame, value: number, max: number) =>
  height - bottom - (value / max) * (height - bottom - top);

/** Joined where one day follows the other; a day without a value breaks the line. */
export function linesThrough(frame: Frame, values: readonly (number | null)[], max: number): Point[][] {
  const lines: Point[][] = [];
  let line: Point[] = [];
  values.forEach((value, n) => {
    if (value === null) {
      line = [];
      return;
    }
    if (line.length === 0) lines.push(line);
    line.push({ x: middleOf(frame, n, values.length), y: heightOf(frame, value, max) });
  });
  return lines;
}

export const pathOf = (line: readonly Point[]) => line.map(({ x, y }, k) => `${k ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

const STEPS = [1, 2, 5, 10];
const MOST_LINES = 5;

/** Round numbers from 0 to what holds the largest. */
export function ticksFor(largest: number): { max: number; ticks: number[] } {
  const power = 10 ** Math.floor(Math.log10(largest / MOST_LINES));
  const step = power * STEPS.find((one) => largest / (one * power) <= MOST_LINES)!;
  const lines = Math.max(1, Math.ceil(largest / step - 1e-9));
  return { max: lines * step, ticks: Array.from({ length: lines + 1 }, (_, k) => k * step) };
}

/** Which days bear their date: all where there is room, else every nth, the last one always. */
export function labelled(days: number, room: number): number[] {
  const every = Math.max(1, Math.ceil(days / Math.max(1, room)));
  return Array.from({ length: days }, (_, n) => n).filter((n) => (days - 1 - n) % every === 0);
}
