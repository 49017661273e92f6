/** The server said no; `message` is its own sentence. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** Seconds until it may be tried again, where the server tells. */
    readonly retryAfterS?: number,
  ) {
    super(message);
    this.name = 'Refused';
  }
}

interface Answered<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** What an operation answered. Throws Refused; what `fetch` throws when no server answers passes through. */
export async function answerOf<Data>(asked: Promise<Answered<Data>>): Promise<Data> {
  const { data, error, response } = await asked;
  if (response.ok) return data as Data;
  const retryAfter = Number(response.headers.get('retry-after') ?? NaN);
  throw new Refused(response.status, messageOf(error) ?? `The server answered ${response.status}`, Number.isFinite(retryAfter) ? retryAfter : undefined);
}

function messageOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined;
  return typeof error.message === 'string' ? error.message : undefined;
}
