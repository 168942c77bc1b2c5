/** Does the work of each item, so many of them at once, and answers in the items' own order. */
export async function atOnce<T, R>(most: number, items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  let isFailed = false;
  const worker = async () => {
    while (next < items.length && !isFailed) {
      const at = next++;
      results[at] = await work(items[at]!);
    }
  };
  await Promise.all(
    Array.from({ length: Math.min(most, items.length) }, () =>
      worker().catch((error: unknown) => {
        isFailed = true;
        throw error;
      }),
    ),
  );
  return results;
}

export const chunks = <T>(size: number, items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
