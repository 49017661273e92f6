// /widget.js: <anam-agent agent-id="…"></anam-agent> and <visavis-agent> on anybody's page.
import { AgentElement, serveFrom } from './agentElement';

serveFrom(document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : undefined);
for (const name of ['anam-agent', 'visavis-agent', 'anam-agent-widget']) {
  // A class names one element only, and a page may have loaded this twice.
  if (!customElements.get(name)) customElements.define(name, class extends AgentElement {});
}
