import { expect, test } from 'vitest';

import type { Schemas } from '../api/client';
import { gapOf, longestStage, tapeOf, turnAt } from './tape';

const START = '2026-11-20T14:06:00.000Z';
const at = (seconds: number) => new Date(Date.parse(START) + seconds * 1000).toISOString();

const SILENT: Schemas['SpokenTurn'] = {
  turnIndex: 0,
  correlationId: null,
  userSpeechStartTime: null,
  userSpeechEndTime: null,
  userSpeechDurationSeconds: null,
  userTranscriptionTime: null,
  transcriptionLatencySeconds: null,
  llmFirstOutputTime: null,
  llmFinalOutputTime: null,
  llmTimeToFirstOutputSeconds: null,
  llmGenerationDurationSeconds: null,
  ttsStartTime: null,
  ttsEndTime: null,
  ttsGenerationDurationSeconds: null,
  ttsTimeToFirstAudioSeconds: null,
  personaStartSpeakingTime: null,
  personaStopSpeakingTime: null,
  firstAudioLatencySeconds: null,
  firstFrameLatencySeconds: null,
  speakingDurationSeconds: null,
  finishReason: null,
  wasInterrupted: false,
  interruptedStage: null,
  toolCalls: [],
  usage: null,
  userMessage: '',
  assistantMessage: '',
};

const GREETING = { ...SILENT, personaStartSpeakingTime: at(1), speakingDurationSeconds: 2, assistantMessage: 'Hello.' };
const ASKED = {
  ...SILENT,
  userSpeechStartTime: at(5),
  userSpeechEndTime: at(7),
  userMessage: 'When?',
  personaStartSpeakingTime: at(7.6),
  speakingDurationSeconds: 3,
  assistantMessage: 'At nine.',
  wasInterrupted: true,
  transcriptionLatencySeconds: 0.21,
  llmTimeToFirstOutputSeconds: 0.24,
  firstAudioLatencySeconds: 0.58,
  firstFrameLatencySeconds: 0.63,
};
const report = (...turns: Schemas['SpokenTurn'][]) => ({ startTime: START, durationSeconds: 12, turns }) as unknown as Schemas['SessionAnalytics'];

test('a conversation is laid out on its own clock', () => {
  const { turns, lengthS } = tapeOf(report(GREETING, ASKED));

  expect(lengthS).toBe(12);
  expect(turns[0]).toMatchObject({ number: 1, you: undefined, gap: undefined, persona: { fromS: 1, toS: 3, text: 'Hello.' } });
  expect(turns[1]).toMatchObject({
    number: 2,
    you: { fromS: 5, toS: 7, text: 'When?' },
    persona: { fromS: 7.6, interrupted: true },
    gap: { stages: { hear: 210, think: 240, speak: 130, face: 50 }, totalMs: 630 },
  });
});

test('what was typed takes no time', () => {
  const typed = { ...ASKED, userSpeechStartTime: null, userSpeechEndTime: null, userTranscriptionTime: at(7.2) };
  expect(tapeOf(report(typed)).turns[0]?.you).toEqual({ fromS: 7.2, toS: 7.2, text: 'When?' });
});

test('without a transcript, thinking is told by the moment of the first word', () => {
  const typed = { ...ASKED, userSpeechStartTime: null, userSpeechEndTime: null, transcriptionLatencySeconds: null, llmTimeToFirstOutputSeconds: null };
  const [turn] = tapeOf(report({ ...typed, llmFirstOutputTime: at(7.3) })).turns;
  expect(turn?.gap?.stages).toEqual({ hear: 0, think: 280, speak: 300, face: 50 });
  expect(turn?.you?.fromS).toBeCloseTo(7.6 - 0.58);
});

test('the stages add up to the gap, however they were measured', () => {
  for (const times of [
    { llmTimeToFirstOutputSeconds: -0.1 }, // guessed right before the turn was over
    { transcriptionLatencySeconds: 0.9 },
    { llmTimeToFirstOutputSeconds: 2 },
    { firstFrameLatencySeconds: 0.4 },
    { firstFrameLatencySeconds: null, transcriptionLatencySeconds: null },
  ]) {
    const gap = gapOf({ ...ASKED, ...times })!;
    const parts = Object.values(gap.stages);
    expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
    expect(parts.reduce((sum, ms) => sum + ms)).toBe(gap.totalMs);
  }
});

test('most of a gap went into its longest stage', () => {
  expect(longestStage(gapOf(ASKED)!)).toBe('think');
});

test('between two turns the one before is still the one in question', () => {
  const tape = tapeOf(report(GREETING, ASKED));
  expect([0, 1, 4, 5, 11].map((seconds) => turnAt(tape, seconds)?.number)).toEqual([undefined, 1, 1, 2, 2]);
});

test('an empty conversation still has a length to draw', () => {
  expect(tapeOf({ ...report(), durationSeconds: null }).lengthS).toBe(1);
});
