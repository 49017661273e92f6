import type { Kind } from './kinds';

interface Shared {
  kind: Kind;
  /** Of the server, without a slash at its end. */
  server: string;
  /** Of the link, or the id of the widget's persona. */
  id: string;
  /** For those who hear the page. */
  name: string;
  inline?: boolean;
}

/** Where a visitor finds it, as a page of its own; a widget has none. */
export const addressOf = ({ kind, server, id }: Omit<Shared, 'name'>) => (kind === 'link' ? `${server}/share/${id}` : `${server}/embed/${kind}/${id}`);

/** What is pasted into a page; of a link, what is sent to people. */
export function snippetOf(shared: Shared): string {
  const { kind, server, id, inline } = shared;
  const title = `Talk to ${shared.name}`.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const frame = (size: string) => `<iframe\n  src="${addressOf(shared)}"\n  title="${title}"\n  allow="microphone; autoplay"\n  style="${size}; border: 0"\n></iframe>`;
  switch (kind) {
    case 'link':
      return addressOf(shared);
    case 'player':
      return frame('width: 100%; max-width: 720px; aspect-ratio: 3 / 2; border-radius: 16px');
    case 'orb':
      return frame('position: fixed; right: 24px; bottom: 24px; width: 260px; height: 340px; color-scheme: light');
    case 'widget': {
      const agent = `<anam-agent agent-id="${id}"></anam-agent>`;
      return `<script src="${server}/widget.js" async></script>\n${inline ? `<div style="height: 520px">\n  ${agent}\n</div>` : agent}`;
    }
  }
}
