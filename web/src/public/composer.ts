import { isLive } from '../session/phase';
import { publicTexts as texts } from '../texts/public';
import rules from './composer.css?inline';
import { element, put } from './dom';
import { icon } from './icons';
import { wear } from './mount';
import { nameOf, type Actions, type Part } from './view';

wear(rules);

/** Typing in place of talking; the answer is spoken either way. */
export function composer(actions: Actions): Part {
  const field = element('input', { type: 'text', autocomplete: 'off', enterkeyhint: 'send', dir: 'auto', maxlength: 2000 });
  const send = element('button', { 'aria-label': texts.send, title: texts.send }, icon('send', 18));
  const made = element('form', { class: 'composer' }, field, send);
  made.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    actions.say(text);
    field.value = '';
  });
  let typing = false;
  return {
    element: made,
    show: (view) => {
      const live = isLive(view.call.talk.phase);
      made.hidden = !live || !view.settings.textInput;
      put(field, { placeholder: texts.composer(nameOf(view)), 'aria-label': texts.composer(nameOf(view)) });
      const begins = live && !view.call.withMicrophone && !typing;
      typing = live && !view.call.withMicrophone;
      if (begins && !made.hidden) field.focus({ preventScroll: true });
    },
  };
}
