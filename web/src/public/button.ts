import rules from './button.css?inline';
import { element } from './dom';
import { wear } from './mount';

wear(rules);

/** What can be pressed in words: the first is what most people want. */
export function button(rank: 'first' | 'second', press: () => void, ...label: readonly (Node | string)[]): HTMLButtonElement {
  const made = element('button', { type: 'button', class: rank }, ...label);
  made.addEventListener('click', press);
  return made;
}
