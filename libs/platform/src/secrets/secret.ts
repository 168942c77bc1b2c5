import { inspect } from 'node:util';

const HIDDEN = '***';

/**
 * A text that nobody reads by accident: in JSON, logs, audit entries and messages it is `***`. Only `reveal` gives it
 * out, so that whoever does can be found.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString() {
    return HIDDEN;
  }

  toJSON() {
    return HIDDEN;
  }

  [inspect.custom]() {
    return HIDDEN;
  }
}
