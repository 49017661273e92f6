/** The frame, and what every page may have to say. */
export const lab = {
  nav: {
    lab: 'Lab',
    rail: 'Places in the Lab',
    talk: 'Talk',
    build: 'Build',
    newPersona: 'New persona',
    sessions: 'Sessions',
    session: 'Session',
    server: 'Server',
    apiKeys: 'API keys',
    reference: 'API reference',
    more: 'More',
    account: 'Account',
  },
  notHere: { title: 'Nobody is sitting here', body: 'There is no page at', home: 'Talk to someone' },
  failed: {
    title: 'This could not be loaded',
    unreachable: 'The server did not answer. It may have been stopped, or is still starting.',
    again: 'Try again',
  },
  cancel: 'Cancel',
  copy: 'Copy',
};
