/** Signing in and out, and the first visit. */
export const account = {
  signIn: {
    title: 'Sign in',
    lead: 'With an API key of this server.',
    closed: 'This Lab is open only to those with an API key of its server.',
    again: 'Sign in again',
    againLead: 'Nobody used this page for 12 hours, or its API key was revoked. What you typed is still here.',
    key: 'API key',
    hint: 'It is shown to the server once. This browser keeps a cookie that stands for it, and not the key.',
    show: 'Show or hide the key',
    submit: 'Sign in',
    insecure:
      'Signing in takes https here: over plain http from another machine, a key could be read on the way, and browsers keep no sign-in. Open this page over https, or as localhost on the machine itself.',
    wrong: 'This server does not know that key. It may have been revoked, or belong to another server.',
    lost: 'Where is my key?',
    lostBody: 'The first start of visavis printed one, once. Make another on the machine that it runs on:',
    lostCommand: '.venv/bin/visavis keys create',
  },
  account: {
    title: 'Account',
    lead: 'Whom this browser acts for.',
    signOut: 'Sign out',
    labels: { organization: 'Organization', key: 'API key', may: 'Permissions', until: 'Signed in until' },
  },
  welcome: {
    title: 'Welcome',
    lead: 'Somebody is waiting to meet you. It takes a minute, and everything but the hello can wait.',
    done: 'done',
    key: {
      title: 'Show that this server is yours',
      body: 'Its first start printed an API key. With it you also see what was said, and make keys for your apps.',
      done: (key: string, organization: string) => `Signed in to ${organization} with the key “${key}”.`,
    },
    microphone: { title: 'Try your microphone', body: 'What it hears stays on this page until you talk to somebody. You can also type.' },
    talk: {
      title: (name?: string) => `Say hello${name ? ` to ${name}` : ''}`,
      body: 'A small demo brain answers at first. A real language model can be added after the hello.',
      anybody: 'Talk',
    },
  },
};
