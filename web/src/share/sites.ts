/** An origin as browsers send it, of what people write: a bare host means https. Nothing for what is none. */
export function siteOf(written: string): string | undefined {
  const text = written.trim();
  if (!text || /\s/.test(text)) return undefined;
  try {
    const { protocol, origin, hostname, username } = new URL(text.includes('://') ? text : `https://${text}`);
    const named = hostname.includes('.') || hostname.includes(':') || hostname === 'localhost';
    return named && !username && (protocol === 'https:' || protocol === 'http:') ? origin : undefined;
  } catch {
    return undefined;
  }
}
