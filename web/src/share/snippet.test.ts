import { expect, test } from 'vitest';

import { snippetOf } from './snippet';

const shared = { server: 'https://vis.example', id: 'sh_1', name: 'Maya' };

test('a link is its address', () => {
  expect(snippetOf({ ...shared, kind: 'link' })).toBe('https://vis.example/share/sh_1');
});

test('frames may use the microphone and say what they are', () => {
  for (const kind of ['player', 'orb'] as const) {
    const snippet = snippetOf({ ...shared, kind, name: 'Maya "the <one>"' });
    expect(snippet).toContain(`src="https://vis.example/embed/${kind}/sh_1"`);
    expect(snippet).toContain('allow="microphone; autoplay"');
    expect(snippet).toContain('title="Talk to Maya &#34;the &#60;one&#62;&#34;"');
  }
});

test('the widget is a script and an element; filling a place, it needs a height', () => {
  const widget = { ...shared, id: 'p1', kind: 'widget' } as const;
  expect(snippetOf(widget)).toBe('<script src="https://vis.example/widget.js" async></script>\n<anam-agent agent-id="p1"></anam-agent>');
  expect(snippetOf({ ...widget, inline: true })).toContain('<div style="height: 520px">');
});
