// /embed/{kind}/{token}: what an iframe on somebody's page shows.
import { wear } from './mount';
import orb from './orb.css?inline';
import { openPage } from './page';

const [, , kind, token] = location.pathname.split('/');
if (kind === 'orb') wear(orb);
openPage(kind === 'orb' ? 'orb' : 'player', token ?? '');
