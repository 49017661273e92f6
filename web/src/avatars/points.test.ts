import { expect, test } from 'vitest';

import { changedGroups, cropAround, type Landmarks, moved, nearest, type Place } from './points';

const FACE: Landmarks = {
  nose: [[0.5, 0.4], [0.5, 0.5], [0.5, 0.6]],
  rightIris: [[0.4, 0.4], [0.42, 0.4], [0.4, 0.38], [0.38, 0.4], [0.4, 0.42]],
};
const TIP: Place = { group: 'nose', index: 2 };

test('one point is moved and the others stay', () => {
  const face = moved(FACE, { group: 'nose', index: 1 }, [0.52, 0.5]);
  expect(face.nose).toEqual([[0.5, 0.4], [0.52, 0.5], [0.5, 0.6]]);
  expect(face.rightIris).toBe(FACE.rightIris);
});

test('the middle of an iris takes its rim along', () => {
  const iris = moved(FACE, { group: 'rightIris', index: 0 }, [0.5, 0.4]).rightIris!;
  expect(iris.map(([x]) => Math.round(x * 100))).toEqual([50, 52, 50, 48, 50]);
  expect(moved(FACE, { group: 'rightIris', index: 1 }, [0.45, 0.4]).rightIris![0]).toEqual([0.4, 0.4]);
});

test('rows that meet stay together', () => {
  const lips: Landmarks = { lipsOuterUpper: [[0.4, 0.7], [0.5, 0.68]], lipsOuterLower: [[0.4, 0.7], [0.5, 0.73]] };
  const face = moved(lips, { group: 'lipsOuterLower', index: 0 }, [0.39, 0.71]);
  expect(face.lipsOuterUpper![0]).toEqual(face.lipsOuterLower![0]);
  expect(face.lipsOuterUpper![1]).toEqual([0.5, 0.68]);
});

test('the nearest point is meant, and none that is far away', () => {
  const places: Place[] = [{ group: 'nose', index: 0 }, { group: 'nose', index: 1 }];
  expect(nearest(FACE, places, [0.5, 0.46], 100, 100, 10)).toEqual({ group: 'nose', index: 1 });
  expect(nearest(FACE, places, [0.5, 0.46], 100, 100, 3)).toBeUndefined();
});

test('no point leaves the photo by more than the server takes', () => {
  expect(moved(FACE, { group: 'nose', index: 0 }, [-3, 4]).nose![0]).toEqual([-0.1, 1.1]);
});

test('only groups in which something moved are sent', () => {
  expect(changedGroups(FACE, FACE)).toEqual({});
  expect(Object.keys(changedGroups(FACE, moved(FACE, TIP, [0.5, 0.61])))).toEqual(['nose']);
  expect(changedGroups(FACE, moved(moved(FACE, TIP, [0.5, 0.61]), TIP, [0.5, 0.6]))).toEqual({});
});

test('all of a photo is shown where no points are looked at', () => {
  expect(cropAround([], 600, 400, 1.5)).toEqual({ x: 0, y: 0, width: 600, height: 400 });
  expect(cropAround([], 300, 400, 1.5)).toEqual({ x: -150, y: 0, width: 600, height: 400 });
});

test('what is shown has all points in it, and its own proportions', () => {
  const crop = cropAround(FACE.nose!, 1000, 2000, 1.5);
  expect(crop.width / crop.height).toBeCloseTo(1.5);
  for (const [x, y] of FACE.nose!) {
    expect(x * 1000).toBeGreaterThan(crop.x);
    expect(x * 1000).toBeLessThan(crop.x + crop.width);
    expect(y * 2000).toBeGreaterThan(crop.y);
    expect(y * 2000).toBeLessThan(crop.y + crop.height);
  }
});
