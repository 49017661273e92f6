import { useEffect, useState } from 'react';

import type { Line } from '../session/transcript';
import classes from './Caption.module.css';
import { captionOf } from './captionOf';

/** How long a caption stays after the last word. */
const LINGERS_MS = 4_000;

/** What is being said, over the picture. The transcript is what screen readers follow. */
export function Caption({ line, audible }: { line: Line; audible: boolean }) {
  const text = captionOf(line);
  const [gone, setGone] = useState(false);
  useEffect(() => {
    setGone(false);
    if (audible) return;
    const timer = window.setTimeout(() => setGone(true), LINGERS_MS);
    return () => window.clearTimeout(timer);
  }, [text, audible]);
  return text && !gone ? (
    <p className={classes.caption} data-side={line.side} dir="auto" aria-hidden="true">
      {text}
    </p>
  ) : null;
}
