import './page.css';

import { publicTexts as texts } from '../texts/public';
import { Door } from './card';
import { element } from './dom';
import { shadowOf } from './mount';
import { type Kind, Panel } from './panel';

/** A page that is nothing but one panel. */
export function openPage(kind: Kind, token: string) {
  const host = element('main');
  document.body.dataset.kind = kind;
  document.body.append(host);
  const panel = new Panel({
    kind,
    door: Door.ofLink(location.origin, token),
    onInvitation: (invitation) => {
      document.title = 'persona' in invitation ? texts.title(invitation.persona.name) : texts.product;
    },
  });
  const root = shadowOf(host);
  root.append(panel.element);
  if (document.body.dataset.closed === 'wrong-site') panel.invite({ closed: 'wrong-site' });
  else void panel.look();
}
