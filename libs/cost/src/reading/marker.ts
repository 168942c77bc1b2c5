/** Stands for bytes that were no text of the file's encoding; half a surrogate pair, which no decoded text holds. */
export const INVALID_BYTES = '\uDFFF';

const NOWHERE = 0x3fff_ffff;

/** Remembers where a rare character comes next, so that asking it of every row scans each text only once. */
export class Marker {
  private at = -1;

  constructor(private readonly character: string) {}

  reset() {
    this.at = -1;
  }

  /** Whether the character stands in `[from, to)`; `from` must not fall between two calls. */
  isBefore(text: string, from: number, to: number): boolean {
    if (this.at < from) {
      const found = text.indexOf(this.character, from);
      this.at = found < 0 ? NOWHERE : found;
    }
    return this.at < to;
  }
}
