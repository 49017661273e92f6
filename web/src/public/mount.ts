import sheet from './panel.css?inline';

/** A shadow root with our look in it. Sheets that are made by a script need no permission of the page's policy. */
export function shadowOf(host: HTMLElement, ...more: string[]): ShadowRoot {
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet, ...more].map((rules) => {
    const made = new CSSStyleSheet();
    made.replaceSync(rules);
    return made;
  });
  return root;
}
