import { captionOf } from '../components/captionOf';
import { isLive } from '../session/phase';
import rules from './caption.css?inline';
import { element, put, say } from './dom';
import { wear } from './mount';
import type { Part } from './view';

wear(rules);

/** How long a caption stays after the last word. */
const LINGERS_MS = 4_000;

/** What is being said, over the picture. The transcript is what screen readers can go through. */
export function caption(): Part {
  const made = element('p', { class: 'caption', 'aria-hidden': 'true', dir: 'auto', hidden: true });
  let key = '';
  let timer = 0;
  return {
    element: made,
    show: ({ call, captions }) => {
      const line = call.lines.at(-1);
      const text = captions && isLive(call.talk.phase) && line ? captionOf(line) : '';
      const now = `${text} ${call.talk.audible}`;
      if (now === key) return;
      key = now;
      window.clearTimeout(timer);
      put(made, { 'data-side': line?.side });
      say(made, text);
      made.hidden = !text;
      if (text && !call.talk.audible) timer = window.setTimeout(() => (made.hidden = true), LINGERS_MS);
    },
  };
}
