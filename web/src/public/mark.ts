import type { Phase } from '../session/phase';
import { put, svg } from './dom';
import rules from './mark.css?inline';
import { wear } from './mount';

wear(rules);

const CURVE = 'M22.5 9.5A6.5 6.5 0 1 0 16 16a6.5 6.5 0 1 1-6.5 6.5';
const DRAWN = `
  <g transform="rotate(90 16 16)">
    <path d="${CURVE}" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round"/>
    <circle class="word" r="2.1" fill="currentColor"/>
    <circle class="persona" cx="16" cy="9.5" r="2.7"/>
    <circle class="you" cx="16" cy="22.5" r="2.7"/>
  </g>`;

/** The visavis mark, which is the state light too: the dot of whoever has the floor pulses. */
export function mark(size: number) {
  const element = svg(DRAWN, { class: 'mark', width: size, height: size, viewBox: '0 0 32 32' });
  return { element, show: (phase: Phase) => put(element, { 'data-phase': phase }) };
}
