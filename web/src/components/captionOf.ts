import type { Line } from '../session/transcript';

const LONGEST = 110;

/** The end of a line, from a sentence or a word on: what was said just now, short enough to read at a glance. */
export function captionOf({ text }: Line): string {
  const said = text.trim();
  if (said.length <= LONGEST) return said;
  const tail = said.slice(-LONGEST);
  const sentence = tail.search(/[.?!…]\s+\S/);
  const from = sentence >= 0 && sentence < LONGEST / 2 ? sentence + 1 : tail.indexOf(' ');
  return from < 0 ? tail : tail.slice(from).trim();
}
