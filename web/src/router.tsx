import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';

import { readAvatarsSearch, readNewAvatarSearch } from './avatars/search';
import { readPersonasSearch } from './build/search';
import { readAnalyticsSearch } from './analytics/search';
import { NotHere } from './lab/NotHere';
import { Shell } from './lab/Shell';
import { readSessionsSearch } from './sessions/search';
import { readShareSearch } from './share/kinds';
import { texts } from './texts';
import { readVoicesSearch } from './voices/search';
import { isToolKind, type ToolKind } from './tools/kinds';

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

const root = createRootRoute();
const lab = createRoute({ getParentRoute: () => root, id: 'lab', component: Shell, notFoundComponent: NotHere });

const talk = createRoute({
  getParentRoute: () => lab,
  path: '/',
  validateSearch: (search): { persona?: string; draft?: true; state?: string } => ({
    persona: text(search.persona),
    draft: search.draft === true || undefined,
    state: text(search.state),
  }),
  staticData: { title: texts.nav.talk },
  component: lazyRouteComponent(() => import('./components/TalkPage'), 'TalkPage'),
});
const personas = createRoute({
  getParentRoute: () => lab,
  path: '/personas',
  validateSearch: readPersonasSearch,
  staticData: { title: texts.nav.build },
  component: lazyRouteComponent(() => import('./build/PersonasPage'), 'PersonasPage'),
});
const newPersona = createRoute({
  getParentRoute: () => lab,
  path: '/personas/new',
  validateSearch: (search): { avatar?: string } => ({ avatar: text(search.avatar) }),
  staticData: { title: texts.nav.newPersona },
  component: lazyRouteComponent(() => import('./build/NewPersonaPage'), 'NewPersonaPage'),
});
const persona = createRoute({
  getParentRoute: () => lab,
  path: '/personas/$personaId',
  staticData: { title: texts.nav.build },
  component: lazyRouteComponent(() => import('./build/BuildPage'), 'BuildPage'),
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
const avatars = createRoute({
  getParentRoute: () => lab,
  path: '/avatars',
  validateSearch: readAvatarsSearch,
  staticData: { title: texts.avatars.title },
  component: lazyRouteComponent(() => import('./avatars/AvatarsPage'), 'AvatarsPage'),
});
const newAvatar = createRoute({
  getParentRoute: () => lab,
  path: '/avatars/new',
  validateSearch: readNewAvatarSearch,
  staticData: { title: texts.newAvatar.title },
  component: lazyRouteComponent(() => import('./avatars/NewAvatarPage'), 'NewAvatarPage'),
});
const voices = createRoute({
  getParentRoute: () => lab,
  path: '/voices',
  validateSearch: readVoicesSearch,
  staticData: { title: texts.voices.title },
  component: lazyRouteComponent(() => import('./voices/VoicesPage'), 'VoicesPage'),
});
const newVoice = createRoute({
  getParentRoute: () => lab,
  path: '/voices/new',
  staticData: { title: texts.newVoice.title },
  component: lazyRouteComponent(() => import('./voices/NewVoicePage'), 'NewVoicePage'),
});
const llms = createRoute({
  getParentRoute: () => lab,
  path: '/llms',
  staticData: { title: texts.llms.title },
  component: lazyRouteComponent(() => import('./llms/LlmsPage'), 'LlmsPage'),
});
const newLlm = createRoute({
  getParentRoute: () => lab,
  path: '/llms/new',
  staticData: { title: texts.llmForm.newTitle },
  component: lazyRouteComponent(() => import('./llms/LlmFormPage'), 'NewLlmPage'),
});
const llm = createRoute({
  getParentRoute: () => lab,
  path: '/llms/$llmId',
  staticData: { title: texts.llms.edit },
  component: lazyRouteComponent(() => import('./llms/LlmFormPage'), 'EditLlmPage'),
});
const analytics = createRoute({
  getParentRoute: () => lab,
  path: '/sessions/analytics',
  validateSearch: readAnalyticsSearch,
  staticData: { title: texts.analytics.title },
  component: lazyRouteComponent(() => import('./analytics/AnalyticsPage'), 'AnalyticsPage'),
});
const knowledge = createRoute({
  getParentRoute: () => lab,
  path: '/knowledge',
  staticData: { title: texts.knowledge.title },
  component: lazyRouteComponent(() => import('./knowledge/KnowledgePage'), 'KnowledgePage'),
});
/** The page above shows it. */
const folder = createRoute({ getParentRoute: () => knowledge, path: '$groupId', staticData: { title: texts.knowledge.title } });
const tools = createRoute({
  getParentRoute: () => lab,
  path: '/tools',
  validateSearch: (search): { search?: string } => ({ search: text(search.search) }),
  staticData: { title: texts.tools.title },
  component: lazyRouteComponent(() => import('./tools/ToolsPage'), 'ToolsPage'),
});
const newTool = createRoute({
  getParentRoute: () => lab,
  path: '/tools/new',
  validateSearch: (search): { kind?: ToolKind } => ({ kind: isToolKind(search.kind) ? search.kind : undefined }),
  staticData: { title: texts.tools.new },
  component: lazyRouteComponent(() => import('./tools/NewToolPage'), 'NewToolPage'),
});
const tool = createRoute({
  getParentRoute: () => lab,
  path: '/tools/$toolId',
  staticData: { title: texts.tools.one },
  component: lazyRouteComponent(() => import('./tools/ToolPage'), 'ToolPage'),
});
const settings = createRoute({
  getParentRoute: () => lab,
  path: '/settings',
  staticData: { title: texts.settings.title },
  component: lazyRouteComponent(() => import('./settings/SettingsPage'), 'SettingsPage'),
});
const health = createRoute({
  getParentRoute: () => lab,
  path: '/settings/health',
  staticData: { title: texts.settings.title },
  component: lazyRouteComponent(() => import('./settings/HealthPage'), 'HealthPage'),
});
/** Anything else keeps the frame around it. */
const elsewhere = createRoute({ getParentRoute: () => lab, path: '$', staticData: { title: texts.notHere.title }, component: NotHere });

export type SessionTab = 'tools' | 'config';

export const router = createRouter({
  routeTree: root.addChildren([
    lab.addChildren([
      ...[talk, personas, newPersona, persona, sessions, session, shareEmbed, apiKeys, account, signIn, welcome],
      ...[avatars, newAvatar, voices, newVoice, llms, newLlm, llm],
      ...[analytics, knowledge.addChildren([folder]), tools, newTool, tool, settings, health],
      elsewhere,
    ]),
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
