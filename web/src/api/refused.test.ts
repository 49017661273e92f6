import { expect, test } from 'vitest';

import { answerOf, Refused } from './refused';

const answered = (status: number, error?: unknown, headers: Record<string, string> = {}) =>
  Promise.resolve({ error, response: new Response(null, { status, headers }) });

test('an answer is handed on', async () => {
  await expect(answerOf(Promise.resolve({ data: { id: 1 }, response: new Response() }))).resolves.toEqual({ id: 1 });
});

test('a refusal speaks with the words of the server', async () => {
  const refusal = answerOf(answered(429, { error: 'Too many requests', message: 'Wait a little' }, { 'retry-after': '7' }));
  await expect(refusal).rejects.toMatchObject({ status: 429, message: 'Wait a little', retryAfterS: 7 });
});

test.each([undefined, 'Bad gateway', { message: 7 }])('a proxy that says nothing of use is a refusal too: %o', async (body) => {
  const refusal = answerOf(answered(502, body));
  await expect(refusal).rejects.toBeInstanceOf(Refused);
  await expect(refusal).rejects.toMatchObject({ message: 'The server answered 502', retryAfterS: undefined });
});
