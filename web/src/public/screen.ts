import { isLive } from '../session/phase';
import { publicTexts as texts } from '../texts/public';
import type { Persona } from './card';
import { element, put } from './dom';
import { wear } from './mount';
import rules from './screen.css?inline';
import type { Part } from './view';

wear(rules);

/** The persona: a still until the conversation is live, then the video over it. */
export function screen(...over: Node[]): Part & { video: HTMLVideoElement } {
  const tall = element('source', { media: '(max-aspect-ratio: 1/1)' });
  const still = element('img', { alt: '', hidden: true });
  const video = element('video', { playsinline: true, 'aria-hidden': 'true' });
  const made = element('div', { class: 'screen' }, element('picture', {}, tall, still), video, element('div', { class: 'shade' }), ...over);
  return {
    element: made,
    video,
    show: ({ invitation, call }) => {
      put(video, { 'data-live': isLive(call.talk.phase) });
      if (invitation && 'persona' in invitation) draw(invitation.persona);
      else still.hidden = true;
    },
  };

  function draw({ name, picture: { square, landscape, portrait } }: Persona) {
    const wide = made.closest('[data-kind="orb"], [data-kind="widget"]') ? square : (landscape ?? square);
    still.hidden = !wide;
    put(tall, { srcset: (wide !== square && portrait) || (square ?? undefined) });
    put(still, { src: wide ?? undefined, alt: texts.pictureOf(name) });
  }
}
