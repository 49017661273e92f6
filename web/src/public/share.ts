// /share/{token}: the page behind a link.
import { openPage } from './page';

openPage('share', location.pathname.split('/')[2] ?? '');
