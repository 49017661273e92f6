import type { Signal } from './signals';

/** The server refused a token; `message` is its own sentence. */
export class TokenRefused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'TokenRefused';
  }
}

/** What the SDK's ClientError carries. Read by shape, because its class is loaded late. */
interface SdkError {
  code: string;
  statusCode: number;
  message: string;
  details?: { cause?: string };
}

const isSdkError = (error: unknown): error is SdkError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && 'statusCode' in error;

const FULL = ['CLIENT_ERROR_CODE_MAX_CONCURRENT_SESSIONS_REACHED', 'CLIENT_ERROR_CODE_SERVICE_BUSY'];

/** Why a conversation could not start, from what was thrown on the way. */
export function refusalOf(error: unknown, atMs: number): Signal {
  if (error instanceof TokenRefused) {
    if (error.status === 429 || error.status === 503) return { type: 'full' };
    return { type: 'failed', atMs, trouble: { failure: 'refused', reason: error.message, code: `${error.status}` } };
  }
  if (isSdkError(error)) {
    if (FULL.includes(error.code)) return { type: 'full' };
    // The SDK reports a request that never got an answer as a 500 with fetch's own words.
    const unanswered = error.statusCode === 500 && error.message === 'Failed to start session';
    const trouble = { failure: unanswered ? 'unreachable' : 'refused', reason: error.details?.cause, code: error.code } as const;
    return { type: 'failed', atMs, trouble };
  }
  return { type: 'failed', atMs, trouble: { failure: 'unreachable', reason: error instanceof Error ? error.message : undefined } };
}
