import { isLive } from '../session/phase';
import { publicTexts as texts } from '../texts/public';
import rules from './dock.css?inline';
import { element, put } from './dom';
import { icon } from './icons';
import { wear } from './mount';
import type { Actions, Part } from './view';

wear(rules);

/** What can be done while talking. */
export function dock(actions: Actions): Part {
  const open = icon('microphone');
  const muted = icon('muted');
  const mute = element('button', { type: 'button', 'data-kind': 'mic' }, open, muted);
  const captions = element('button', { type: 'button', 'data-kind': 'captions', 'aria-label': texts.captions, title: texts.captions }, icon('captions'));
  const end = element('button', { type: 'button', 'data-kind': 'end', 'aria-label': texts.end, title: texts.end }, icon('hangUp'));
  mute.addEventListener('click', actions.mute);
  captions.addEventListener('click', actions.toggleCaptions);
  end.addEventListener('click', actions.end);
  const made = element('div', { class: 'dock', role: 'group', 'aria-label': texts.controls }, mute, captions, end);
  return {
    element: made,
    show: ({ call, settings, captions: shown }) => {
      const { phase } = call.talk;
      made.hidden = !isLive(phase) && phase !== 'connecting';
      mute.hidden = !settings.muteButton || !call.withMicrophone || !isLive(phase);
      captions.hidden = !isLive(phase);
      put(mute, { 'aria-label': call.muted ? texts.unmute : texts.mute, title: call.muted ? texts.unmute : texts.mute, 'data-muted': call.muted });
      put(open, { hidden: call.muted });
      put(muted, { hidden: !call.muted });
      put(captions, { 'aria-pressed': `${shown}` });
      const label = phase === 'connecting' ? texts.cancel : texts.end;
      put(end, { 'aria-label': label, title: label });
    },
  };
}
