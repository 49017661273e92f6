import type { Schemas } from '../api/client';

type Use = Schemas['VendorKey']['uses'][number];

/** An organization's own keys for vendors. */
export const vendorKeys = {
  vendorKeys: {
    title: 'Keys for vendors',
    lead: 'With a key of your own a vendor speaks, clones or listens on your account there. It is kept sealed, used for your organization alone, and never shown again.',
    columns: { vendor: 'Vendor', uses: 'Used to', key: 'Key', actions: 'Actions' },
    uses: { speak: 'speak', clone: 'clone voices', listen: 'listen' } satisfies Record<Use, string>,
    own: (ending: string | null) => (ending ? `Yours, ending in ${ending}` : 'Yours'),
    server: 'The server’s',
    none: 'None',
    set: 'Set a key',
    setFor: (vendor: string) => `Set a key for ${vendor}`,
    replace: 'Replace',
    replaceFor: (vendor: string) => `Replace the key for ${vendor}`,
    test: 'Test',
    testFor: (vendor: string) => `Test the key for ${vendor}`,
    remove: 'Remove',
    removeFor: (vendor: string) => `Remove the key for ${vendor}`,
    works: (vendor: string, ms: number) => `${vendor} takes the key. It answered in ${Math.round(ms)} ms.`,
    fails: (vendor: string) => `${vendor} does not take the key`,
    form: {
      title: (vendor: string) => `Your key for ${vendor}`,
      lead: 'It counts from the next session on. Sessions that run keep the key they began with.',
      key: 'Key',
      hint: 'At least 8 characters, as the vendor’s site shows it.',
      show: 'Show the key',
      test: 'Test it first',
      save: 'Keep this key',
    },
    removal: {
      title: (vendor: string) => `Remove your key for ${vendor}?`,
      server: 'The server’s own key counts again. Voices that were cloned with yours stay on your account there, and a built-in voice stands in for them.',
      none: (uses: readonly Use[]) =>
        uses.includes('speak')
          ? 'The server has no key for it. A built-in voice then stands in for the voices that you have there.'
          : 'The server has no key for it. Its own recogniser listens then.',
    },
  },
};
