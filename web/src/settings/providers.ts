import type { Schemas } from '../api/client';

export type Checkup = Schemas['Checkup'];
export type ProviderFinding = Schemas['ProviderFinding'];

/** Who is asked, in the order of a turn. */
const STAGES = ['hear', 'think', 'speak'] as const satisfies readonly ProviderFinding['stage'][];
/** From here on people notice the wait. */
const SLOW_MS = { hear: 600, think: 800, speak: 500 };

export type ProviderWord =
  | { about: 'provider'; level: 'good' | 'advice' | 'bad'; finding: ProviderFinding }
  | { about: 'ends'; level: 'advice'; day: string }
  | { about: 'voiceless'; level: 'none'; vendor: string };

/** What came of it: who does not answer first, then in the order of a turn. */
export function wordsOf({ findings, voiceless, llmEndsOn }: Checkup): ProviderWord[] {
  const inOrder = findings.toSorted((one, other) => Number(one.ok) - Number(other.ok) || STAGES.indexOf(one.stage) - STAGES.indexOf(other.stage));
  return [
    ...inOrder.map((finding) => ({ about: 'provider', level: levelOf(finding), finding }) as const),
    ...(llmEndsOn === null ? [] : [{ about: 'ends', level: 'advice', day: llmEndsOn } as const]),
    ...voiceless.map((vendor) => ({ about: 'voiceless', level: 'none', vendor }) as const),
  ];
}

const levelOf = ({ ok, stage, firstMs }: ProviderFinding) => (!ok ? 'bad' : firstMs !== null && firstMs > SLOW_MS[stage] ? 'advice' : 'good');
