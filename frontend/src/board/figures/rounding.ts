/** How the figures at the top are rounded: never to the better side. Pure. */

/** Whole seconds, the next above: a wait of 0.2 s is not none. */
export const wholeSeconds = (seconds: number): number => Math.ceil(seconds);

const TENTHS = 10;
// 0.975 * 1000 is a little less than 975 in binary; without this a share would lose a tenth that it has.
const GRAIN = 1e-9;

/** A share in per cent with one decimal, cut: what is not wholly reached does not read as reached. */
export const percentBelow = (share: number): string => (Math.floor(share * 100 * TENTHS + GRAIN) / TENTHS).toFixed(1);

/** The upper end of an interval, which is rounded up: an interval is never made narrower. */
export const percentAbove = (share: number): string => (Math.ceil(share * 100 * TENTHS - GRAIN) / TENTHS).toFixed(1);
