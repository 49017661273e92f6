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

export const tokens = {
  tokens: {
    label: 'Tokens',
    told,
    ofSession: (usage: Usage) => `Tokens of all answers: ${told(usage)}`,
    hint: 'As the language model counts them; answers that were cut off, and those dropped unheard, are not counted',
  },
};
