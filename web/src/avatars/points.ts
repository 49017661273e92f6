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

export interface Place {
  group: Group;
  index: number;
}

export const isSame = (one: Place, other: Place | undefined) => one.group === other?.group && one.index === other.index;

const pointAt = (landmarks: Landmarks, { group, index }: Place): Point => landmarks[group]![index]!;

/** Two rows that meet share a corner: each has a point of its own there, and they stay together. */
const MEET = 1e-6;
const meets = (one: Point, other: Point) => Math.abs(one[0] - other[0]) < MEET && Math.abs(one[1] - other[1]) < MEET;

/** One point put elsewhere, with those that lie on it. The middle of an iris takes its rim along. */
export function moved(landmarks: Landmarks, place: Place, to: Point): Landmarks {
  const from = pointAt(landmarks, place);
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const shift = ([x, y]: Point): Point => [within(x + dx), within(y + dy)];
  const whole = isRing(place.group) && place.index === 0;
  return Object.fromEntries(
    Object.entries(landmarks).map(([group, points]) => {
      const goes = (point: Point) => (whole && group === place.group) || meets(point, from);
      return [group, points.some(goes) ? points.map((point) => (goes(point) ? shift(point) : point)) : points];
    }),
  );
}

/** Of these places the nearest to a point of the photo (its size in pixels); undefined if none is within `most` pixels. */
export function nearest(landmarks: Landmarks, places: readonly Place[], [x, y]: Point, width: number, height: number, most: number): Place | undefined {
  let [found, least]: [Place | undefined, number] = [undefined, most];
  for (const place of places) {
    const [px, py] = pointAt(landmarks, place);
    const away = Math.hypot((px - x) * width, (py - y) * height);
    if (away < least) [found, least] = [place, away];
  }
  return found;
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
