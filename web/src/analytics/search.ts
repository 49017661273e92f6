export const SPANS = [7, 14, 31] as const;
export type Span = (typeof SPANS)[number];

/** What of the analytics is shown, as the address has it. */
export interface AnalyticsSearch {
  days?: Span;
  persona?: string;
}

export const readAnalyticsSearch = ({ days, persona }: Record<string, unknown>): AnalyticsSearch => ({
  days: SPANS.find((span) => span === Number(days)),
  persona: typeof persona === 'string' && persona ? persona : undefined,
});
