import { SETTINGS } from '#platform';
import { markdownTable } from './markdown-table.js';

const BEGIN = '<!-- settings: written by `npm run readme` -->';
const END = '<!-- end of settings -->';

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
