import type { Side, Signal } from './signals';

/** One spoken or typed line; the persona's grows while it is being said. */
export interface Line {
  id: string;
  side: Side;
  text: string;
  complete: boolean;
  /** The user cut it off. */
  interrupted: boolean;
  /** Typed here and not yet echoed by the server. */
  pending: boolean;
}

export function transcriptReducer(lines: readonly Line[], signal: Signal): readonly Line[] {
  switch (signal.type) {
    case 'start':
      return [];
    case 'user-typed':
      return [...lines, { id: `typed-${lines.length}`, side: 'you', text: signal.text, complete: true, interrupted: false, pending: true }];
    case 'text':
      return hear(lines, signal);
    default:
      return lines;
  }
}

function hear(lines: readonly Line[], { side, id, content, complete, interrupted }: Extract<Signal, { type: 'text' }>) {
  const position = lines.findIndex((line) => line.id === id || isEchoOf(line, side, content));
  const known = lines[position];
  if (!known) return content.trim() || interrupted ? [...lines, { id, side, text: content, complete, interrupted, pending: false }] : lines;
  return lines.with(position, {
    ...known,
    id,
    text: side === 'persona' ? known.text + content : content,
    complete: known.complete || complete,
    interrupted: known.interrupted || interrupted,
    pending: false,
  });
}

/** What was typed shows at once; the server's echo then takes its place instead of repeating it. */
const isEchoOf = (line: Line, side: Side, content: string) =>
  side === 'you' && line.pending && line.text.trim() === content.trim();
