import type { Kind } from './kinds';

/** The customer's own picture: an evening harbour. */
const HARBOUR = `<svg viewBox="0 0 320 150" aria-hidden="true">
  <rect width="320" height="150" fill="#dbe4ea"/><circle cx="236" cy="70" r="26" fill="#f3ddb8"/>
  <path d="M0 84l60-22 46 14 58-30 72 30 84-18v92H0z" fill="#b9c8d2"/><rect y="98" width="320" height="52" fill="#8fa9b8"/>
  <path d="M92 116V38l34 70zM88 116V56l-22 52zM60 116h72l-12 12H72z" fill="#3d5666"/>
</svg>`;

const LOOK = `
  body { margin: 0; padding: 26px 36px; background: #fff; color: #1d2733; font: 15px/1.6 Georgia, 'Times New Roman', serif; }
  body.night { background: #10151c; color: #dfe6ee; }
  h1 { max-width: 14ch; margin: 12px 0; font-size: 36px; font-weight: 400; line-height: 1.08; }
  p { max-width: 40ch; } svg { width: 100%; max-width: 360px; border-radius: 4px; }
  @media (max-width: 480px) { body { padding: 18px; } h1 { font-size: 27px; } }
`;

/** Somebody's page with the snippet in it, as it was pasted. */
export function siteWith(snippet: string, kind: Kind, inline: boolean, night: boolean): string {
  const inPlace = kind === 'player' || inline;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Harbour Dental</title><style>${LOOK}</style></head><body${night ? ' class="night"' : ''}>
<b>Harbour Dental</b><h1>Calm dentistry by the water</h1>
${inPlace ? snippet : `<p>Open until seven on weekdays. New patients are welcome, and urgent visits are usually seen the same day.</p>${HARBOUR}`}
${inPlace ? '' : snippet}
</body></html>`;
}
