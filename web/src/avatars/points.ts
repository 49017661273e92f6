import type { PointGroups } from './queries';

export type Point = readonly [x: number, y: number];
/** Shares of the photo's width and height. */
export type Landmarks = Readonly<Record<string, readonly Point[]>>;
export type Group = keyof PointGroups & string;

/** What is shown and put right together. */
export const PARTS = {
  mouth: ['lipsOuterUpper', 'lipsInnerUpper', 'lipsInnerLower', 'lipsOuterLower'],
  eyes: ['rightLidUpper', 'rightLidLower', 'leftLidUpper', 'leftLidLower', 'rightIris', 'leftIris'],
  brows: ['rightBrow', 'leftBrow'],
  nose: ['nose'],
  outline: ['oval'],
} as const satisfies Record<string, readonly Group[]>;
export type Part = keyof typeof PARTS;

/** Lines that end where they begin. */
const CLOSED: readonly Group[] = ['oval', 'rightBrow', 'leftBrow'];
export const isClosed = (group: Group) => CLOSED.includes(group);
/** An iris is its middle and four points around it. */
export const isRing = (group: Group) => group === 'rightIris' || group === 'leftIris';

/** The server lets a point lie outside the photo by this share of it. */
const BEYOND = 0.1;
const within = (share: number) => Math.min(1 + BEYOND, Math.max(-BEYOND, share));

export const landmarksOf = (groups: Readonly<Record<string, readonly (readonly number[])[] | null | undefined>>): Landmarks =>
  Object.fromEntries(Object.entries(groups).filter(([, points]) => points)) as Landmarks;

/** One point put elsewhere. The middle of an iris takes its rim along. */
export function moved(landmarks: Landmarks, group: Group, index: number, to: Point): Landmarks {
  const points = landmarks[group]!;
  const [x, y] = points[index]!;
  const [dx, dy] = [to[0] - x, to[1] - y];
  const whole = isRing(group) && index === 0;
  return {
    ...landmarks,
    [group]: points.map((point, k): Point => (whole || k === index ? [within(point[0] + dx), within(point[1] + dy)] : point)),
  };
}

/** The groups in which something lies elsewhere than before. */
export function changedGroups(before: Landmarks, now: Landmarks): PointGroups {
  const changed = Object.entries(now).filter(([group, points]) => points.some(([x, y], k) => x !== before[group]?.[k]?.[0] || y !== before[group]?.[k]?.[1]));
  return Object.fromEntries(changed) as PointGroups;
}

export interface Crop {
  x: number;
  y: number;
  width: number;
  height: number;
}

const MARGIN = 0.45;

/** What to show of a photo of this size (in pixels) so that the points fill it; without points all of it. */
export function cropAround(points: readonly Point[], width: number, height: number, aspect: number): Crop {
  const [left, right] = points.length ? spread(points.map(([x]) => x * width), MARGIN) : [0, width];
  const [top, bottom] = points.length ? spread(points.map(([, y]) => y * height), MARGIN) : [0, height];
  const shownWidth = Math.max(right - left, (bottom - top) * aspect);
  const shownHeight = shownWidth / aspect;
  return { x: (left + right - shownWidth) / 2, y: (top + bottom - shownHeight) / 2, width: shownWidth, height: shownHeight };
}

/** The range of some numbers, with a margin by its length. */
function spread(values: readonly number[], margin: number): [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((most - least) * margin, 1);
  return [least - room, most + room];
}
