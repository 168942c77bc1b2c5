/** What was found of one thing. `mend` says what to do, and is there where something is wrong. */
export interface Finding {
  what: string;
  state: 'fine' | 'wrong' | 'unknown';
  found: string;
  mend?: string;
}

export const fine = (what: string, found: string): Finding => ({ what, state: 'fine', found });
export const unknown = (what: string, found: string): Finding => ({ what, state: 'unknown', found });
export const wrong = (what: string, found: string, mend: string): Finding => ({ what, state: 'wrong', found, mend });
