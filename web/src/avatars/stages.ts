/** Up to which progress each stage of making a face lasts, and how the server calls it (contract/avatar_build.py). */
export const STAGES: readonly { until: number; label: string }[] = [
  { until: 0.05, label: 'Reading the photo' },
  { until: 0.3, label: 'Looking at the face' },
  { until: 0.5, label: 'Telling the person from the room' },
  { until: 0.65, label: 'Closing the mouth and the eyes' },
  { until: 0.95, label: 'Building the face' },
  { until: 1, label: 'Saving' },
];

export type StageState = 'done' | 'now' | 'later';

/** How each stage stands at this progress, 0 to 1; one that has not been begun (it waits for its turn) has none at work. */
export function stagesAt(progress: number, begun: boolean): { label: string; state: StageState }[] {
  const now = STAGES.findIndex(({ until }) => progress < until);
  return STAGES.map(({ label }, index) => ({
    label,
    state: now < 0 || index < now ? 'done' : index === now && begun ? 'now' : 'later',
  }));
}
