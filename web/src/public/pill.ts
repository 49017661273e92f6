import { publicTexts as texts } from '../texts/public';
import { element, put, say } from './dom';
import { mark } from './mark';
import { wear } from './mount';
import rules from './pill.css?inline';
import type { Part } from './view';

wear(rules);

/** Says who has the floor. Announced politely to screen readers. */
export function pill(): Part {
  const light = mark(20);
  const label = element('span');
  const made = element('p', { class: 'pill', role: 'status' }, light.element, label);
  return {
    element: made,
    show: ({ call, invitation }) => {
      const { phase, micAsked } = call.talk;
      const yourTurn = phase === 'listening' && !call.withMicrophone;
      const words = yourTurn ? texts.yourTurn : micAsked ? texts.askingForMicrophone : texts.phases[phase];
      const text = invitation ? words : texts.loading;
      put(made, { 'data-phase': phase });
      made.hidden = !text;
      say(label, text ?? '');
      light.show(phase);
    },
  };
}
