/**
 * Stands for bytes that were no text of the file's encoding: two first halves of surrogate pairs, which no decoded text
 * holds side by side.
 */
export const INVALID_BYTES = '\uD800\uD800';

const NOWHERE = 0x3fff_ffff;

/** Remembers where a rare mark comes next, so that asking it of every row scans each text only once. */
export class Marker {
  private at = -1;

  constructor(private readonly mark: string) {}

  reset() {
    this.at = -1;
  }

  /** Whether the mark stands in `[from, to)`; `from` must not fall between two calls. */
  isBefore(text: string, from: number, to: number): boolean {
    if (this.at < from) {
      const found = text.indexOf(this.mark, from);
      this.at = found < 0 ? NOWHERE : found;
    }
    return this.at < to;
  }
}
