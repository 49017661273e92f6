import { publicTexts as texts } from '../texts/public';
import { button } from './button';
import { element, put, say } from './dom';
import { icon } from './icons';
import rules from './lobby.css?inline';
import { wear } from './mount';
import { nameOf, type Actions, type Part } from './view';

wear(rules);

/** Characters; a longer name is written smaller. */
const LONG_NAME = 20;

/** Before anybody talks: who it is, how to begin, and what happens with the microphone. */
export function lobby(actions: Actions, callToAction: () => string | undefined): Part {
  const name = element('h1', { dir: 'auto' });
  const role = element('p', { class: 'role', dir: 'auto' });
  const label = element('span', { dir: 'auto' });
  const talk = button('first', actions.talk, icon('microphone', 19), label);
  const type = button('second', actions.type, texts.type);
  const privacy = element('p', { class: 'privacy', dir: 'auto' });
  const made = element('div', { class: 'lobby' }, name, role, element('div', { class: 'ways' }, talk, type), privacy);
  return {
    element: made,
    show: (view) => {
      const { invitation, call, settings } = view;
      const open = invitation && 'persona' in invitation;
      made.hidden = !open || call.talk.phase !== 'lobby';
      if (!open) return;
      const { description } = invitation.persona;
      say(name, nameOf(view));
      put(name, { 'data-long': nameOf(view).length > LONG_NAME });
      say(role, description ?? '');
      role.hidden = !description;
      say(label, callToAction() || texts.talk(nameOf(view)));
      type.hidden = !settings.textInput;
      say(privacy, texts.privacy(nameOf(view)));
    },
  };
}
