const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const SPECIAL = /[\\\t\n\r]/g;

export const escapeCell = (text: string) => text.replace(SPECIAL, (character) => ESCAPES[character]!);

/** The cells of a row in COPY's text format with `NULL ''`, which is the null of a file too. */
export const copyCells = (values: (string | null)[], needsEscape: boolean) =>
  needsEscape ? values.map((value) => (value === null ? '' : escapeCell(value))).join('\t') : values.join('\t');
