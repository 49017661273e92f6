/** Seconds since the user's last sound at which the server had each stage done; null for what did not happen. */
export interface ToldTimes {
  transcriptS: number | null;
  firstTokenS: number | null;
  firstSoundS: number | null;
}

/** The times of one answer, known by what was heard of it. */
export interface ToldGap extends ToldTimes {
  text: string;
}
