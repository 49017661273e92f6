// /embed/{kind}/{token}: what an iframe on somebody's page shows.
import { openPage } from './page';

const [, , kind, token] = location.pathname.split('/');
openPage(kind === 'orb' ? 'orb' : 'player', token ?? '');
