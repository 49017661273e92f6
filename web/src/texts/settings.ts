import { bytes, count, seconds } from './numbers';

const ms = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** The organization's settings, and how the server is. */
export const settings = {
  settings: {
    title: 'Settings & health',
    why: 'Sign in to see the settings and how the server is.',
    views: { label: 'Settings or health', settings: 'Settings', health: 'Health' },
    form: {
      name: 'Organization',
      language: 'Default language',
      languageHint: (server: string) => `Of personas that say nothing else; empty: ${server}.`,
      seats: 'Seats',
      seatsHint: (server: number) => `Conversations at once; empty: all ${server} that this server allows.`,
      minutes: 'Longest conversation',
      minutesHint: 'In minutes; empty: no limit.',
      days: 'Days that transcripts and recordings are kept',
      daysHint: (server: number) => `Empty: ${count(server, 'day', 'days')}, as the server has it. A persona can keep nothing at all.`,
      save: 'Save changes',
      saved: 'Saved',
      nothingNew: 'Nothing has changed',
      readOnly: 'Your API key may look at these settings and not change them.',
    },
    well: { title: 'Nothing is broken', body: 'Engines run, pictures come in time, and there is room on the disk.' },
    findings: {
      noEngine: ['No engine is running', 'Nobody can talk. The log of the server says why its engines ended.'],
      fewEngines: (running: number, wanted: number) =>
        [`${running} of ${count(wanted, 'engine', 'engines')} ${running === 1 ? 'runs' : 'run'}`, 'The others are started again by themselves; if that goes on, the log says why they end.'] as const,
      tooSlow: (value: number) => [`A picture takes ${ms(value)}, and has 40`, 'Faces stutter. Allow fewer sessions per engine, or give the server more cores.'] as const,
      slow: (value: number) => [`A picture takes ${ms(value)}`, 'That is in time, but each core carries few conversations.'] as const,
      full: (free: number) => [`${bytes(free)} are free on the disk`, 'Recordings stop when it is full. Make room, or keep them for fewer days.'] as const,
      filling: (free: number) => [`${bytes(free)} are free on the disk`, 'Less than a tenth. Keep recordings for fewer days, or make room.'] as const,
      plain: ['Faces are drawn the slow way', 'numba could not be loaded, or VISAVIS_RENDERER is plain.'],
      busy: (load: number, cpus: number) => [`The machine is busy: load ${load} on ${count(cpus, 'core', 'cores')}`, 'Answers come later while it is. See what else runs there.'] as const,
      fewSeats: (promised: number, held: number) => [`${promised} seats are allowed, and the engines hold ${held}`, 'Raise VISAVIS_ENGINES or VISAVIS_SESSIONS_PER_ENGINE, or allow fewer seats.'] as const,
      demo: ['There is no language model', 'The demo brain answers. Set OPENAI_API_KEY, or OPENAI_BASE_URL for a model of your own, and start again.'],
      noTurn: ['There is no TURN server', 'Visitors whose network blocks UDP cannot connect. Set VISAVIS_TURN_URL.'],
    } satisfies Record<string, readonly [string, string] | ((...args: never[]) => readonly [string, string])>,
    level: { bad: 'Broken', advice: 'Could be better' },
    sections: { seats: 'Seats', speed: 'Engines and speed', parts: 'Parts', storage: 'Storage', network: 'Network', version: 'Version' },
    seats: {
      yours: (limit: number) => count(limit, 'seat is yours', 'seats are yours'),
      server: (limit: number) => `The server allows ${limit} to each organization (VISAVIS_MAX_CONCURRENT_SESSIONS).`,
      own: (limit: number) => `This organization has settled for ${limit}.`,
      engines: (engines: number, each: number) => (engines === 1 ? `One engine holds ${each}.` : `${engines} engines hold ${each} each, ${engines * each} in all.`),
      taken: (taken: number) => `${count(taken, 'is', 'are')} taken now.`,
    },
    engine: {
      columns: { name: 'Engine', sessions: 'Conversations', picture: 'One picture takes', face: 'Faces drawn by' },
      of: (sessions: number, capacity: number) => `${sessions} of ${capacity}`,
      picture: ms,
      drawing: { compiled: 'compiled code', plain: 'numpy, slowly' },
      lips: (model: string, device: string | null) => `mouths by ${model}${device ? ` on ${device}` : ''}`,
      draining: 'is ending',
      machine: (cpus: number, load: number | null) => `${count(cpus, 'core', 'cores')}${load === null ? '' : `, load ${load}`}`,
      cores: 'Machine',
    },
    stages: { hear: 'Hears', turn: 'Knows when you are done', speak: 'Speaks', face: 'Draws', line: 'Carries' },
    brain: 'Thinks',
    noVersion: 'version unknown',
    storage: {
      database: 'Database',
      databases: { sqlite: 'SQLite', postgresql: 'PostgreSQL' } as Record<string, string>,
      folder: 'Data folder',
      free: 'Free',
      of: (free: number, total: number) => `${bytes(free)} of ${bytes(total)}`,
      kept: 'Kept for',
      days: (days: number) => count(days, 'day', 'days'),
    },
    network: {
      servers: 'STUN and TURN',
      none: 'none',
      ports: 'UDP ports',
      anyPort: 'any',
      range: (least: number | null, most: number | null) => `${least ?? 1024} to ${most ?? 65535}`,
      address: 'Offered address',
      ownAddresses: "the machine's own",
      url: 'Public address',
      asCalled: 'as it is called',
    },
    providers: {
      title: 'Test each provider',
      lead: 'Whoever listens, thinks and speaks on this server is asked one thing, as in a conversation. Whoever owns their keys pays for one short call each.',
      check: 'Test each provider',
      again: 'Test again',
      asking: 'Asking all of them. Whoever does not answer is given up after 20 seconds.',
      levels: { good: 'Works', advice: 'Could be better', bad: 'Does not work', none: 'Note' },
      works: {
        hear: (provider: string, value: number) => `${provider} hears: words ${ms(value)} after the last sound`,
        think: (provider: string, value: number) => `${provider} thinks: first word after ${ms(value)}`,
        speak: (provider: string, value: number) => `${provider} speaks: first sound after ${ms(value)}`,
      },
      fails: {
        hear: (provider: string) => `${provider} does not hear`,
        think: (provider: string) => `${provider} does not answer`,
        speak: (provider: string) => `${provider} does not speak`,
      },
      said: {
        hear: (words: string) => `It understood “${words}”`,
        think: (words: string) => `It said “${words}”`,
        speak: (words: string) => words,
      },
      ends: (day: string) => [`The default LLM ends on ${day}`, 'Its provider says so. Set OPENAI_MODEL to another in time.'] as const,
      voiceless: (vendor: string) => [`${vendor} has a key here and no voice yet`, 'Add one of its voices with POST /v1/voices.'] as const,
    },
    line: {
      title: 'Check the line from here',
      lead: 'This browser connects to an engine as a conversation does, sends a few messages over the line and hangs up. No microphone is opened.',
      check: 'Check the line',
      again: 'Check again',
      good: 'Fine',
      bad: 'Not so',
      connected: (value: number, relayed: boolean, protocol: string) =>
        `Connected in ${seconds(value)}, ${relayed ? `by way of the TURN server over ${protocol.toUpperCase()}` : `straight over ${protocol.toUpperCase()}`}.`,
      unreachable: (turn: boolean) =>
        turn
          ? 'Not connected within 10 s. Neither UDP nor the TURN server lets this browser through: check its address, its credentials and its firewall.'
          : 'Not connected within 10 s. A firewall between this browser and the server blocks UDP, or the server offers an address that only its own network knows (VISAVIS_ADVERTISED_ADDRESS). A TURN server helps where UDP is blocked.',
      echo: (median: number, lost: number, sent: number) =>
        lost === sent
          ? 'No message came back over it.'
          : `A message is there and back in ${ms(median)}${lost > 0 ? `, and ${lost} of ${sent} did not come back` : ''}.`,
      stun: { yes: 'The STUN server answers.', no: 'The STUN server does not answer: browsers behind a router are not found.', none: 'No STUN server is asked. It is needed where this server is behind a router.' },
      turn: { yes: 'The TURN server lends its address.', no: 'The TURN server does not answer, or refuses its credentials.', none: 'No TURN server is asked. It is needed where networks block UDP.' },
    },
    version: (version: string) => `visavis ${version}`,
    measure: 'Look again',
  },
};
