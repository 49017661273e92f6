/** Where to go after signing in: a page of this Lab and nothing else, whatever the address says. */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/') || /^\/[/\\]/.test(next)) return '/';
  return next.startsWith('/sign-in') ? '/' : next;
}
