/** Where a floating widget stands: distances from edges of the window, as CSS lengths. */
export type Placement = Partial<Record<'top' | 'right' | 'bottom' | 'left', string>>;

const MARGIN = '24px';
const CORNER: Placement = { bottom: MARGIN, right: MARGIN };
const EDGE = /(top|right|bottom|left)(?:\s*[-:]?\s*\[?\s*(\d+(?:\.\d+)?(?:px|rem|em|vw|vh|%)))?/g;

/**
 * Reads a position: a corner such as "bottom-right", or edges with lengths of their own, such as "bottom-[80px] right-[2rem]"
 * or "[top:10px; left:5%]". What names no corner is bottom-right.
 */
export function placementOf(position: string): Placement {
  const edges: Placement = {};
  for (const [, edge, length] of position.toLowerCase().matchAll(EDGE)) edges[edge as keyof Placement] = length ?? MARGIN;
  const upright = edges.top ? { top: edges.top } : { bottom: edges.bottom ?? CORNER.bottom };
  const level = edges.left ? { left: edges.left } : { right: edges.right ?? CORNER.right };
  return { ...upright, ...level };
}
