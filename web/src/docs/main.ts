// The API reference at /docs: Scalar over this server's own contract. Nothing of it calls another host.
import '@fontsource-variable/geist-mono/wght.css';
import '@fontsource-variable/instrument-sans/wght.css';
import '@scalar/api-reference/style.css';
import { createApiReference } from '@scalar/api-reference';
import './look.css';

createApiReference('#reference', {
  url: '/openapi.json',
  title: 'visavis API',
  theme: 'none',
  // what it would fetch from or tell to its makers
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
  // a request that is tried goes straight to this server
  proxyUrl: '',
  authentication: { preferredSecurityScheme: 'BearerAuth' },
  persistAuth: true,
  orderSchemaPropertiesBy: 'preserve',
  orderRequiredPropertiesFirst: true,
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  hiddenClients: { c: true, clojure: true, objc: true, ocaml: true, powershell: true, r: true },
});
