import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

const { NO_COLOR, TERM } = process.env;

const isPlain = ({ isTTY }: NodeJS.WriteStream) => !isTTY || !!NO_COLOR || TERM === 'dumb';

/** Colours for one stream, and none where it is no terminal or the user asks for none (https://no-color.org). */
export const painter = (stream: NodeJS.WriteStream) => (style: Style, text: string) =>
  isPlain(stream) ? text : styleText(style, text);

export const out = painter(process.stdout);
export const err = painter(process.stderr);

export const say = (...lines: string[]) => void process.stdout.write(lines.map((line) => `${line}\n`).join(''));

/** For people, beside what a program reads from standard output. */
export const tell = (...lines: string[]) => void process.stderr.write(lines.map((line) => `${line}\n`).join(''));
