/** Elements without a framework: made once, changed in place. */

type Children = readonly (Node | string | undefined | false)[];
type Attributes = Record<string, string | number | boolean | undefined>;

const SVG = 'http://www.w3.org/2000/svg';

/** False and undefined leave an attribute out; true is an attribute without a value. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Children
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  put(made, attributes);
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

export function put(on: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) on.removeAttribute(name);
    else if (on.getAttribute(name) !== attributeOf(value)) on.setAttribute(name, attributeOf(value));
  }
}

/** Sets a text that screen readers may be following, but not to what it says already. */
export function say(on: Element, text: string): void {
  if (on.textContent !== text) on.textContent = text;
}

export function svg(markup: string, attributes: Attributes): SVGSVGElement {
  const made = document.createElementNS(SVG, 'svg');
  put(made, { 'aria-hidden': 'true', focusable: 'false', ...attributes });
  made.innerHTML = markup;
  return made;
}

const attributeOf = (value: string | number | boolean) => (value === true ? '' : String(value));
