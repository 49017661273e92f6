const CSRF_COOKIE = 'visavis_csrf';
export const CSRF_HEADER = 'x-csrf-token';

/** The token that shows the server that a page of its own asks; scripts of other origins cannot read the cookie. */
export function csrfToken(cookies: string): string | undefined {
  for (const cookie of cookies.split('; ')) {
    const [name, value] = cookie.split('=', 2);
    if (name === CSRF_COOKIE && value) return decodeURIComponent(value);
  }
  return undefined;
}

/** The header for a request that changes something; none for whoever is not signed in. */
export function csrfHeader(): Record<string, string> {
  const token = csrfToken(document.cookie);
  return token ? { [CSRF_HEADER]: token } : {};
}
