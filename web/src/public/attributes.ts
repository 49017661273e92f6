import type { Card } from './card';

export type WidgetSettings = NonNullable<Card['widget']>;

/** What the page may say about its widget. It comes before what the persona's owner has published. */
export const ATTRIBUTES = ['agent-id', 'layout', 'position', 'initial-state', 'call-to-action'] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

/** On narrower windows a panel that floats is a sheet as wide as the window. */
export const SHEET_BELOW_PX = 480;

/** How the widget is to be, by its attributes and its owner. A value that is none counts as not said. */
export function settingsOf(said: (name: Attribute) => string | null, published: WidgetSettings, windowPx: number): WidgetSettings {
  const layout = oneOf(['inline', 'floating'] as const, said('layout')) ?? published.layout;
  const asked = oneOf(['expanded', 'minimized'] as const, said('initial-state'));
  // A sheet would cover what people came for, so on phones it opens at once only where the page itself says so.
  const unasked = windowPx < SHEET_BELOW_PX ? 'minimized' : published.initialState;
  return {
    ...published,
    layout,
    initialState: layout === 'inline' ? 'expanded' : (asked ?? unasked),
    position: said('position') ?? published.position,
    callToAction: said('call-to-action') ?? published.callToAction,
  };
}

const oneOf = <Word extends string>(words: readonly Word[], said: string | null) => words.find((word) => word === said?.trim().toLowerCase());
