import type { Line } from '../session/transcript';
import { captionOf } from './captionOf';
import classes from './Caption.module.css';

/** What is being said, over the picture. The transcript is what screen readers follow. */
export function Caption({ line }: { line: Line }) {
  const text = captionOf(line);
  return text ? (
    <p className={classes.caption} data-side={line.side} aria-hidden="true">
      {text}
    </p>
  ) : null;
}
