// /share/{token}: the page behind a link.
import { wear } from './mount';
import { openPage } from './page';
import rules from './share.css?inline';

wear(rules);
openPage('share', location.pathname.split('/')[2] ?? '');
