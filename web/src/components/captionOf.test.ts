import { describe, expect, it } from 'vitest';

import type { Line } from '../session/transcript';
import { captionOf } from './captionOf';

const line = (text: string): Line => ({ id: '1', side: 'persona', text, complete: true, interrupted: false, pending: false });

describe('a caption', () => {
  it('is the whole line while that is short', () => {
    expect(captionOf(line(' Start upstairs. '))).toBe('Start upstairs.');
  });

  it('is the last sentences of a long line, as many as fit', () => {
    const long = `${'A long beginning that nobody needs any more. '.repeat(4)}The end of it all is here, and it matters a good deal.`;
    expect(captionOf(line(long))).toBe('A long beginning that nobody needs any more. The end of it all is here, and it matters a good deal.');
  });

  it('begins at a word where there is no sentence to begin at', () => {
    const caption = captionOf(line('word '.repeat(60)));
    expect(caption.startsWith('word')).toBe(true);
    expect(caption.length).toBeLessThanOrEqual(110);
  });
});
