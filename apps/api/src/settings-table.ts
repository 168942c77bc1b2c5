import { SETTINGS } from '#platform';

const BEGIN = '<!-- settings: written by `npm run readme` -->';
const END = '<!-- end of settings -->';

/** A Markdown table as the formatter leaves it: every column as wide as its widest cell. */
function markdownTable(rows: string[][]): string {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  const line = (cells: string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`;
  const [head, ...body] = rows;
  return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

const code = (text: string) => (text.includes('`') ? text : `\`${text}\``);

/** Every setting with its default and meaning. */
export function settingsTable(): string {
  const settings = Object.values(SETTINGS).map(({ env, default: initially, description }) => [
    code(env),
    code(initially),
    description,
  ]);
  return markdownTable([['setting', 'default', 'meaning'], ...settings]);
}

/** The README with the table as it is now; throws where the README has no place for it. */
export function withSettings(readme: string): string {
  const [start, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`README.md must hold ${BEGIN} and ${END}`);
  return `${readme.slice(0, start + BEGIN.length)}\n\n${settingsTable()}\n\n${readme.slice(end)}`;
}
