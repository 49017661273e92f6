import type { Schemas } from '../api/client';

type Report = Schemas['SessionAnalytics'];
type ReportTurn = Schemas['SpokenTurn'];

/** The four parts of a gap, in their order. */
export const STAGES = ['hear', 'think', 'speak', 'face'] as const;
export type StageName = (typeof STAGES)[number];

export interface Gap {
  stages: Record<StageName, number>;
  /** Milliseconds, from the user's last sound to the first moving picture: what the stages add up to. */
  totalMs: number;
}

/** Seconds since the session began. */
export interface Said {
  fromS: number;
  toS: number;
  text: string;
}

export interface TapeTurn {
  /** From 1, as people count. */
  number: number;
  you?: Said;
  persona?: Said & { interrupted: boolean };
  gap?: Gap;
  tools: Schemas['TimedToolCall'][];
  /** What the language model told that the answer took; none where it told nothing. */
  usage?: Schemas['TokenUsage'];
}

/** A conversation that is over, on its own clock. */
export interface Tape {
  turns: TapeTurn[];
  lengthS: number;
}

export function tapeOf(report: Report): Tape {
  const clock = (at: string) => Math.max(0, (Date.parse(at) - Date.parse(report.startTime)) / 1000);
  const turns = report.turns.map((turn, index) => readTurn(turn as ReportTurn, index + 1, clock));
  const lastS = Math.max(0, ...turns.map(({ you, persona }) => Math.max(you?.toS ?? 0, persona?.toS ?? 0)));
  return { turns, lengthS: Math.max(lastS, report.durationSeconds ?? 0, 1) };
}

function readTurn(turn: ReportTurn, number: number, clock: (at: string) => number): TapeTurn {
  const { toolCalls: tools, usage } = turn;
  return { number, you: yours(turn, clock), persona: hers(turn, clock), gap: gapOf(turn), tools, usage: usage ?? undefined };
}

/** What was typed took no time to say. */
function yours(turn: ReportTurn, clock: (at: string) => number): Said | undefined {
  if (turn.userSpeechStartTime && turn.userSpeechEndTime) {
    return { fromS: clock(turn.userSpeechStartTime), toS: clock(turn.userSpeechEndTime), text: turn.userMessage };
  }
  const { personaStartSpeakingTime: answeredAt } = turn;
  const typedAt = turn.userTranscriptionTime ?? answeredAt;
  if (!turn.userMessage || !typedAt) return undefined;
  const atS = Math.max(0, clock(typedAt) - (typedAt === answeredAt ? (turn.firstAudioLatencySeconds ?? 0) : 0));
  return { fromS: atS, toS: atS, text: turn.userMessage };
}

function hers(turn: ReportTurn, clock: (at: string) => number): TapeTurn['persona'] {
  const { personaStartSpeakingTime: from, speakingDurationSeconds: seconds } = turn;
  if (!from) return undefined;
  return { fromS: clock(from), toS: clock(from) + (seconds ?? 0), text: turn.assistantMessage, interrupted: turn.wasInterrupted };
}

/** None where nothing was answered aloud, or the server could not measure it. */
export function gapOf(turn: Schemas['Turn']): Gap | undefined {
  const soundMs = inMs(turn.firstAudioLatencySeconds);
  if (soundMs === undefined) return undefined;
  const hear = Math.min(inMs(turn.transcriptionLatencySeconds) ?? 0, soundMs);
  // A first word that was ready before the turn was over cost nothing.
  const think = Math.min(Math.max(0, (firstWordMs(turn, soundMs) ?? hear) - hear), soundMs - hear);
  const face = Math.max(0, (inMs(turn.firstFrameLatencySeconds) ?? soundMs) - soundMs);
  return { stages: { hear, think, speak: soundMs - hear - think, face }, totalMs: soundMs + face };
}

/** From the user's last sound to the first word of the LLM. What was typed has no transcript to count from. */
function firstWordMs(turn: Schemas['Turn'], soundMs: number): number | undefined {
  const { transcriptionLatencySeconds: heard, llmTimeToFirstOutputSeconds: thought } = turn;
  if (heard !== null && thought !== null) return Math.round((heard + thought) * 1000);
  if (!turn.llmFirstOutputTime || !turn.personaStartSpeakingTime) return undefined;
  return soundMs - (Date.parse(turn.personaStartSpeakingTime) - Date.parse(turn.llmFirstOutputTime));
}

const inMs = (seconds: number | null | undefined) => (seconds === null || seconds === undefined ? undefined : Math.round(seconds * 1000));

/** Where most of a gap went. */
export const longestStage = ({ stages }: Gap) => STAGES.reduce((longest, name) => (stages[name] > stages[longest] ? name : longest));

/** The turn that is being said at a moment; between turns the one before. */
export function turnAt(tape: Tape, seconds: number): TapeTurn | undefined {
  return tape.turns.findLast(({ you, persona }) => Math.min(you?.fromS ?? Infinity, persona?.fromS ?? Infinity) <= seconds);
}
