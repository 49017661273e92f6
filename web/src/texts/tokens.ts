const number = (count: number) => count.toLocaleString('en-GB');

interface Usage {
  promptTokens: number | null;
  completionTokens: number | null;
  cachedTokens: number | null;
  reasoningTokens: number | null;
}

/** What a vendor does not tell is left out. */
const told = ({ promptTokens, completionTokens, cachedTokens, reasoningTokens }: Usage) =>
  [
    promptTokens !== null && `${number(promptTokens)} read${cachedTokens ? ` (${number(cachedTokens)} from its cache)` : ''}`,
    completionTokens !== null && `${number(completionTokens)} written${reasoningTokens ? ` (${number(reasoningTokens)} thinking)` : ''}`,
  ]
    .filter(Boolean)
    .join(', ');

interface Overhead extends Usage {
  count: number;
  estimatedCount: number;
}

interface Overheads {
  cutOff: Overhead | null;
  dropped: Overhead | null;
  summaries: Overhead | null;
}

const counted = (count: number, one: string, many: string) => `${number(count)} ${count === 1 ? one : many}`;

const named: Record<keyof Overheads, (count: number) => string> = {
  cutOff: (count) => counted(count, 'answer cut off', 'answers cut off'),
  dropped: (count) => counted(count, 'answer dropped unheard', 'answers dropped unheard'),
  summaries: (count) => counted(count, 'summary', 'summaries'),
};

/** '': there were none. */
const besides = (overheads: Overheads) =>
  (['cutOff', 'dropped', 'summaries'] as const)
    .flatMap((reason) => {
      const of = overheads[reason];
      return of ? [`${named[reason](of.count)}: ${of.estimatedCount > 0 ? 'about ' : ''}${told(of)}`] : [];
    })
    .join('; ');

export const tokens = {
  tokens: {
    label: 'Tokens',
    told,
    ofSession: (usage: Usage) => `Tokens of all answers: ${told(usage)}`,
    hint: 'As the language model counts them',
    besides,
    ofRest: (overheads: Overheads) => `Besides, ${besides(overheads)}`,
    restHint: 'Where it says “about”, the model was stopped before it had told all: the rest is estimated by the length of the texts',
  },
};
