/** How many letters must be put in, taken out or changed to make one word of the other (Levenshtein). */
export function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let at = 1; at <= left.length; at++) {
    const next = [at];
    for (let to = 1; to <= right.length; to++) {
      const change = row[to - 1]! + (left[at - 1] === right[to - 1] ? 0 : 1);
      next.push(Math.min(change, row[to]! + 1, next[to - 1]! + 1));
    }
    row = next;
  }
  return row[right.length]!;
}

/** The candidate that is most like a name, if one is alike enough to be a slip of it. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const plain = name.toLowerCase();
  const near = candidates
    .map((candidate) => ({ candidate, steps: distance(plain, candidate.toLowerCase().slice(0, 100)) }))
    .filter(({ steps }) => steps <= Math.max(2, Math.floor(name.length / 4)))
    .sort((left, right) => left.steps - right.steps);
  return near[0]?.candidate;
}
