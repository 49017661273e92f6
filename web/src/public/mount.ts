import rules from './base.css?inline';

const worn: CSSStyleSheet[] = [];
wear(rules);

/** Has every shadow root that is made from now on follow these rules; later ones win. A module with a sheet wears it as it is loaded. */
export function wear(rules: string) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  worn.push(sheet);
}

/** A shadow root with our look in it. Sheets that are made by a script need no permission of the page's policy. */
export function shadowOf(host: HTMLElement): ShadowRoot {
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = worn;
  return root;
}
