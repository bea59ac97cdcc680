/** A limit to waiting: a promise that may never be kept is given up. */

export class TookTooLong extends Error {}

export async function within<T>(
  ms: number,
  after: (ms: number, then: () => void) => () => void,
  promised: Promise<T>,
): Promise<T> {
  let cancel = (): void => undefined;
  const limit = new Promise<never>((_, give_up) => {
    cancel = after(ms, () => give_up(new TookTooLong(`no answer in ${ms} ms`)));
  });
  try {
    return await Promise.race([promised, limit]);
  } finally {
    cancel();
  }
}
