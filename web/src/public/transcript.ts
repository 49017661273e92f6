import { isLive } from '../session/phase';
import type { Line } from '../session/transcript';
import { publicTexts as texts } from '../texts/public';
import { element, put, say } from './dom';
import { wear } from './mount';
import rules from './transcript.css?inline';
import { nameOf, type Part, type View } from './view';

wear(rules);

/** All that was said, folded away until somebody wants to read it. */
export function transcript(): Part {
  const list = element('ol', { tabindex: 0, 'aria-label': texts.transcript });
  const empty = element('p', {}, texts.transcriptEmpty);
  const made = element('details', { class: 'transcript' }, element('summary', {}, texts.transcript), empty, list);
  const scroll = () => (list.scrollTop = list.scrollHeight);
  made.addEventListener('toggle', scroll);
  let shown: View['call']['lines'] | undefined;
  return {
    element: made,
    show: (view) => {
      const { lines, talk } = view.call;
      made.hidden = !view.settings.transcript || !(isLive(talk.phase) || (talk.phase === 'ended' && lines.length > 0));
      if (lines === shown) return;
      shown = lines;
      empty.hidden = lines.length > 0;
      list.hidden = lines.length === 0;
      while (list.children.length > lines.length) list.lastChild?.remove();
      while (list.children.length < lines.length) list.append(row());
      lines.forEach((line, k) => fill(list.children[k]!, line, nameOf(view)));
      scroll();
    },
  };
}

const row = () => element('li', {}, element('b'), ' ', element('span', { dir: 'auto' }), element('i'));

function fill(on: Element, { side, text, interrupted }: Line, name: string) {
  const [who, words, cut] = on.children;
  put(on, { 'data-side': side });
  say(who!, side === 'you' ? texts.you : name);
  say(words!, text.trim());
  say(cut!, interrupted ? ` ${texts.cut}` : '');
}
