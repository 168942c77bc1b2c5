const QUOTED = /[",\r\n]/;

/** Read by a spreadsheet as the start of a formula, also after the white space that it drops. */
const FORMULA = /^\s*[=+\-@\t\r]/;

/** A text that a spreadsheet would run as a formula is disarmed by an apostrophe; numbers are given as numbers. */
export const disarmed = (text: string) => (FORMULA.test(text) ? `'${text}` : text);

const cell = (text: string | null) =>
  text === null ? '' : QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** One line of RFC 4180, null as nothing. */
export const csvLine = (cells: readonly (string | null)[]) => `${cells.map(cell).join(',')}\r\n`;
