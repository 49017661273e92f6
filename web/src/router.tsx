import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';

import { NotHere } from './lab/NotHere';
import { Shell } from './lab/Shell';
import { readSessionsSearch } from './sessions/search';
import { readShareSearch } from './share/kinds';
import { texts } from './texts';

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

const root = createRootRoute();
const lab = createRoute({ getParentRoute: () => root, id: 'lab', component: Shell, notFoundComponent: NotHere });

const talk = createRoute({
  getParentRoute: () => lab,
  path: '/',
  validateSearch: (search): { persona?: string; state?: string } => ({
    persona: text(search.persona),
    state: text(search.state),
  }),
  staticData: { title: texts.nav.talk },
  component: lazyRouteComponent(() => import('./components/TalkPage'), 'TalkPage'),
});
const sessions = createRoute({
  getParentRoute: () => lab,
  path: '/sessions',
  validateSearch: readSessionsSearch,
  staticData: { title: texts.nav.sessions },
  component: lazyRouteComponent(() => import('./sessions/SessionsPage'), 'SessionsPage'),
});
const session = createRoute({
  getParentRoute: () => lab,
  path: '/sessions/$sessionId',
  validateSearch: (search): { turn?: number; tab?: SessionTab } => ({
    turn: Number.isInteger(search.turn) ? (search.turn as number) : undefined,
    tab: search.tab === 'tools' || search.tab === 'config' ? search.tab : undefined,
  }),
  staticData: { title: texts.nav.session },
  component: lazyRouteComponent(() => import('./sessions/SessionPage'), 'SessionPage'),
});
const apiKeys = createRoute({
  getParentRoute: () => lab,
  path: '/api-keys',
  staticData: { title: texts.nav.apiKeys },
  component: lazyRouteComponent(() => import('./keys/ApiKeysPage'), 'ApiKeysPage'),
});
const account = createRoute({
  getParentRoute: () => lab,
  path: '/account',
  staticData: { title: texts.nav.account },
  component: lazyRouteComponent(() => import('./account/AccountPage'), 'AccountPage'),
});
const signIn = createRoute({
  getParentRoute: () => lab,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => ({ next: text(search.next) }),
  staticData: { title: texts.signIn.submit },
  component: lazyRouteComponent(() => import('./account/SignInPage'), 'SignInPage'),
});
const welcome = createRoute({
  getParentRoute: () => lab,
  path: '/welcome',
  staticData: { title: texts.welcome.title },
  component: lazyRouteComponent(() => import('./account/Welcome'), 'Welcome'),
});
const shareEmbed = createRoute({
  getParentRoute: () => lab,
  path: '/share-embed',
  validateSearch: readShareSearch,
  staticData: { title: texts.share.nav },
  component: lazyRouteComponent(() => import('./share/ShareEmbedPage'), 'ShareEmbedPage'),
});
/** Anything else keeps the frame around it. */
const elsewhere = createRoute({ getParentRoute: () => lab, path: '$', staticData: { title: texts.notHere.title }, component: NotHere });

export type SessionTab = 'tools' | 'config';

export const router = createRouter({
  routeTree: root.addChildren([
    lab.addChildren([talk, sessions, session, shareEmbed, apiKeys, account, signIn, welcome, elsewhere]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** Of the browser's tab. */
    title?: string;
  }
}
