import { describe, expect, it } from 'vitest';

import { type ProviderFinding, wordsOf } from './providers';

const finding = (stage: ProviderFinding['stage'], provider: string, more: Partial<ProviderFinding> = {}): ProviderFinding => ({
  stage, provider, ok: true, firstMs: 100, said: '', error: null, ...more,
});
const levels = (...findings: ProviderFinding[]) =>
  wordsOf({ findings, voiceless: [], llmEndsOn: null }).map((word) => (word.about === 'provider' ? [word.finding.provider, word.level] : []));

describe('what a test of the providers says', () => {
  it('names who does not answer first, then everybody in the order of a turn', () => {
    const broken = finding('speak', 'vendor', { ok: false, firstMs: null, error: 'no such key' });

    expect(levels(finding('think', 'mind'), finding('speak', 'flite'), broken, finding('hear', 'ears'))).toEqual([
      ['vendor', 'bad'],
      ['ears', 'good'],
      ['mind', 'good'],
      ['flite', 'good'],
    ]);
  });

  it('marks who answers late', () => {
    expect(levels(finding('think', 'quick', { firstMs: 800 }), finding('think', 'slow', { firstMs: 801 }))).toEqual([
      ['quick', 'good'],
      ['slow', 'advice'],
    ]);
  });

  it('warns of a model that ends, and tells of a key without a voice', () => {
    expect(wordsOf({ findings: [], voiceless: ['Cartesia'], llmEndsOn: '2027-01-14' })).toEqual([
      { about: 'ends', level: 'advice', day: '2027-01-14' },
      { about: 'voiceless', level: 'none', vendor: 'Cartesia' },
    ]);
  });
});
