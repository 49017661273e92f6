import { ClientError, ErrorCode } from '@anam-ai/js-sdk';
import { describe, expect, it, vi } from 'vitest';

import { refusalOf, TokenRefused } from './refusal';

// The SDK reports every error it constructs to its maker's server, unless a client was made that forbids it.
vi.stubGlobal('fetch', () => Promise.resolve(new Response()));

describe('a refusal', () => {
  it('is a full house for the SDK’s two codes and for a token answered 429', () => {
    for (const error of [
      new ClientError('', ErrorCode.CLIENT_ERROR_CODE_MAX_CONCURRENT_SESSIONS_REACHED, 429),
      new ClientError('', ErrorCode.CLIENT_ERROR_CODE_SERVICE_BUSY, 503),
      new TokenRefused(429, 'Too many'),
    ]) {
      expect(refusalOf(error, 0)).toEqual({ type: 'full' });
    }
  });

  it('carries the server’s sentence', () => {
    const error = new ClientError('Invalid request', ErrorCode.CLIENT_ERROR_CODE_VALIDATION_ERROR, 400, { cause: 'No such avatar' });
    expect(refusalOf(error, 7)).toMatchObject({ type: 'failed', atMs: 7, trouble: { failure: 'refused', reason: 'No such avatar' } });
  });

  it('is no answer when the request never got one', () => {
    expect(refusalOf(new TypeError('Failed to fetch'), 0)).toMatchObject({ trouble: { failure: 'unreachable' } });
    const error = new ClientError('Failed to start session', ErrorCode.CLIENT_ERROR_CODE_SERVER_ERROR, 500, { cause: 'Failed to fetch' });
    expect(refusalOf(error, 0)).toMatchObject({ trouble: { failure: 'unreachable' } });
  });
});
