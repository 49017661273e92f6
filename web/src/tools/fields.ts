import type { Draft, Flaw } from './draft';

/** What every part of the editor is given. */
export interface Fields {
  draft: Draft;
  /** Those that are to be shown by now. */
  flaws: ReadonlySet<Flaw>;
  onChange: (part: Partial<Draft>) => void;
  /** Something that is written as JSON has become readable, or has ceased to be. */
  onReadable: (readable: boolean) => void;
}
