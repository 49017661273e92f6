import createClient, { type Middleware } from 'openapi-fetch';

import { askToSignIn } from '../account/asking';
import type { components, paths } from './contract';
import { csrfHeader } from './csrf';

export type Schemas = components['schemas'];

/** Every request says that a page of this server sends it; one that is refused for want of a sign-in asks for it. */
const signed: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(csrfHeader())) request.headers.set(name, value);
    return request;
  },
  onResponse({ request, response }) {
    if (response.status === 401 && new URL(request.url).pathname.startsWith('/v1/')) askToSignIn();
    return undefined;
  },
};

/** The API of this server, typed by its own contract (scripts/lab_contract.py). */
export const api = createClient<paths>({ baseUrl: location.origin });
api.use(signed);
