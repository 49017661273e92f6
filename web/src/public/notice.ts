import { publicTexts as texts } from '../texts/public';
import { button } from './button';
import { element, say } from './dom';
import { wear } from './mount';
import rules from './notice.css?inline';
import { nameOf, type Actions, type Part, type View } from './view';

wear(rules);

type Way = 'again' | 'type' | 'talkAgain' | 'back' | 'lookAgain';

interface Notice {
  text: string;
  ways: readonly Way[];
}

/** Why nobody is talking just now, in one sentence, and the ways out of it. */
export function noticeOf(view: View): Notice | undefined {
  const { invitation, call, settings } = view;
  if (invitation && 'closed' in invitation) {
    const { closed, widget } = invitation;
    const text = widget && closed === 'used-up' ? texts.usedUp : texts.closed[closed];
    return { text, ways: closed === 'unreachable' || closed === 'paused' ? ['lookAgain'] : [] };
  }
  const { phase, trouble } = call.talk;
  const typed = settings.textInput ? (['type'] as const) : [];
  switch (phase) {
    case 'mic-denied': {
      const { mic = 'refused' } = trouble ?? {};
      const text = texts.mic[mic] + (settings.textInput ? texts.orType : '.');
      // Another try on the same page ends the same.
      return { text, ways: mic === 'insecure' ? [...typed, 'back'] : ['again', ...typed] };
    }
    case 'full':
      return { text: texts.full(nameOf(view)), ways: ['again', 'back'] };
    case 'failed':
      return trouble?.failure === 'ended-by-server'
        ? { text: texts.endedByServer, ways: ['talkAgain', 'back'] }
        : { text: texts.failures[trouble?.failure ?? 'unreachable'], ways: ['again', 'back'] };
    case 'ended':
      return { text: texts.ended(lengthOf(call)), ways: ['talkAgain', 'back'] };
    default:
      return undefined;
  }
}

export function notice(actions: Actions): Part {
  const text = element('p', { dir: 'auto' });
  const buttons = element('div', { class: 'ways' });
  const made = element('div', { class: 'notice', role: 'alert', hidden: true }, text, buttons);
  let shown = '';
  return {
    element: made,
    show: (view) => {
      const found = noticeOf(view);
      made.hidden = !found;
      const key = JSON.stringify(found);
      if (!found || key === shown) return void (shown = found ? key : '');
      shown = key;
      say(text, found.text);
      const again = () => (view.call.withMicrophone ? actions.talk() : actions.type());
      const ways: Record<Way, [string, () => void]> = {
        again: [texts.again, again],
        talkAgain: [texts.talkAgain, again],
        type: [texts.type, actions.type],
        back: [texts.back, actions.back],
        lookAgain: [texts.again, actions.lookAgain],
      };
      buttons.replaceChildren(
        ...found.ways.map((way, k) => {
          const [label, act] = ways[way];
          return button(k ? 'second' : 'first', act, label);
        }),
      );
    },
  };
}

const lengthOf = ({ startedAtMs, endedAtMs }: View['call']) =>
  startedAtMs === undefined || endedAtMs === undefined ? 0 : (endedAtMs - startedAtMs) / 1000;
