/** The outline around the homes of one station: a convex hull (Andrew's monotone chain), closed. */

export type Point = readonly [number, number];

export function hull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const ring = [...chain(sorted), ...chain(sorted.reverse())];
  const [first] = ring;
  return first === undefined || ring.length < 3 ? [] : [...ring, first];
}

/** One half of the hull, without its last point, with which the other half begins. */
function chain(sorted: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of sorted) {
    while (turnsRight(kept.at(-2), kept.at(-1), point)) kept.pop();
    kept.push(point);
  }
  return kept.slice(0, -1);
}

function turnsRight(a: Point | undefined, b: Point | undefined, c: Point): boolean {
  if (a === undefined || b === undefined) return false;
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) <= 0;
}
