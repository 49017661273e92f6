import { count, seconds } from './numbers';

/** Many conversations at once. */
export const analytics = {
  analytics: {
    title: 'Analytics',
    lead: 'How long people waited for an answer, and what for.',
    why: 'Sign in to see how conversations went.',
    back: 'All sessions',
    span: 'Time',
    spans: (days: number) => `The last ${days} days`,
    truncated: (sessions: number) => `Only the newest ${sessions} sessions of this time were looked at.`,
    ofSessions: (shown: number, all: number) =>
      shown === all ? count(all, 'session', 'sessions') : `${shown} of ${count(all, 'session', 'sessions')}; nothing is kept of the others`,
    empty: { title: 'Nothing to measure yet', body: 'Each answer of a conversation is measured, from your last sound to the first moving picture. Talk to someone, and it stands here when you have hung up.' },
    none: { title: 'Nobody talked in this time', body: 'Choose a longer time, or all personas.' },
    figures: {
      median: 'Median gap',
      slow: '95 of 100 are shorter than',
      cuts: 'Answers cut off',
      failed: 'Sessions that failed',
      gaps: (gaps: number) => count(gaps, 'answer', 'answers'),
      target: (ms: number) => `the target is ${seconds(ms)}`,
      none: '–',
      rate: (rate: number) => `${(rate * 100).toFixed(rate > 0 && rate < 0.1 ? 1 : 0)} %`,
      sessions: (sessions: number) => count(sessions, 'session', 'sessions'),
      ofAnswers: 'by whoever was spoken to',
    },
    gaps: { title: 'The gap, day by day', p50: 'median', p90: '90 of 100', p95: '95 of 100', target: (ms: number) => `target ${ms} ms` },
    stages: { title: 'Where the gap goes', lead: 'Means of each day.' },
    rates: { title: 'What went wrong', interruption: 'answers cut off', error: 'sessions failed' },
    day: (date: string) => new Date(`${date}T12:00:00`).toLocaleDateString(undefined, { day: 'numeric', month: 'short' }),
    table: { show: 'As a table', day: 'Day', sessions: 'Sessions' },
    slowest: {
      title: 'Slowest answers',
      columns: { persona: 'Persona', when: 'When', turn: 'Turn', gap: 'Gap', stage: 'Most of it' },
      turn: (turn: number) => `Turn ${turn}`,
      none: 'No answer was measured in this time.',
    },
    nameless: 'Unnamed persona',
  },
};
