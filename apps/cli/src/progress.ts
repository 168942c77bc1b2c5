import { SingleBar } from 'cli-progress';
import { bytes, count, duration } from './format.js';
import { err } from './terminal.js';

const WIDTH = 28;

export interface Step {
  /** What is going on, one word. */
  label: string;
  done: number;
  /** Undefined where no one knows. */
  total?: number;
  rows?: number;
  /** What is done, and what rows are, where they are not bytes and rows. */
  words?: [done: string, rows: string];
}

const isShown = process.stderr.isTTY && process.env.TERM !== 'dumb';

/** How fast it went over the last seconds, so that an ETA follows what happens now. */
class Speed {
  private readonly marks: { at: number; value: number }[] = [];

  add(value: number, at = performance.now()) {
    this.marks.push({ at, value });
    while (this.marks.length > 2 && at - this.marks[0]!.at > 5_000) this.marks.shift();
  }

  /** Units a second; 0 before there is anything to tell. */
  get perSecond(): number {
    const [first, last] = [this.marks[0], this.marks.at(-1)];
    const seconds = first && last ? (last.at - first.at) / 1000 : 0;
    return seconds > 0.2 ? (last!.value - first!.value) / seconds : 0;
  }
}

/** One line on the terminal that tells how far an import is; without a terminal it says nothing. */
export class Progress {
  private readonly bar = new SingleBar({
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    format: (_options, _params, { line }: { line: string }) => line,
  });
  private bytesSpeed = new Speed();
  private rowsSpeed = new Speed();
  private label = '';

  show(step: Step): void {
    if (!isShown) return;
    if (!this.label) this.bar.start(1, 0, { line: '' });
    if (this.label !== step.label)
      [this.bytesSpeed, this.rowsSpeed, this.label] = [new Speed(), new Speed(), step.label];
    this.bytesSpeed.add(step.done);
    if (step.rows !== undefined) this.rowsSpeed.add(step.rows);
    this.bar.update(0, { line: this.line(step) });
  }

  end(): void {
    if (this.label) this.bar.stop();
    this.label = '';
  }

  private line({ label, done, total, rows, words }: Step): string {
    const speed = this.bytesSpeed.perSecond;
    const facts = [doneOf(done, total, words?.[0])];
    if (rows !== undefined) facts.push(...rowsOf(rows, this.rowsSpeed.perSecond, words?.[1]));
    else if (speed) facts.push(`${bytes(speed)}/s`);
    if (total && speed > 0 && done < total) facts.push(`ETA ${duration((total - done) / speed)}`);
    return `${label.padEnd(10)} ${total ? drawn(Math.min(1, done / total)) : ''}${facts.join(err('dim', ' · '))}`;
  }
}

function doneOf(done: number, total?: number, word?: string): string {
  const amount = word ? count : bytes;
  return `${amount(done)}${total ? ` of ${amount(total)}` : ''}${word ? ` ${word}` : ''}`;
}

const rowsOf = (rows: number, perSecond: number, word = 'rows') => [
  `${count(rows)} ${word}`,
  ...(perSecond ? [`${count(perSecond)} ${word}/s`] : []),
];

function drawn(share: number): string {
  const full = Math.round(share * WIDTH);
  const bar = err('cyan', '█'.repeat(full)) + err('dim', '░'.repeat(WIDTH - full));
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  `;
}
