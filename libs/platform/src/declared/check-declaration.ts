import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { faults } from '../validation.js';
import type { DeclaredSection } from './section.js';

const MOST_ITEMS = 10_000;

export interface CheckedSection {
  section: DeclaredSection<object>;
  items: object[];
}

interface Checked {
  items: object[];
  faults: string[];
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkItem(item: new () => object, given: unknown, path: string): { value?: object; faults: string[] } {
  if (!isObject(given)) return { faults: [`${path} must be an object`] };
  const value = plainToInstance(item, given);
  const errors = validateSync(value, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false });
  const found = faults(errors).flatMap(({ field, messages }) => messages.map((each) => `${path}.${field}: ${each}`));
  return { value, faults: found };
}

/** The same thing twice in one section. */
function repeated({ name, key }: DeclaredSection<object>, items: (object | undefined)[]): string[] {
  const first = new Map<string, number>();
  return items.flatMap((item, at) => {
    const own = item && key(item);
    if (own === undefined) return [];
    const before = first.get(own);
    if (before === undefined) first.set(own, at);
    return before === undefined ? [] : [`${name}[${at}] declares ${own} again, like ${name}[${before}]`];
  });
}

function checkSection(section: DeclaredSection<object>, given: unknown): Checked {
  if (given === undefined || given === null) return { items: [], faults: [] };
  if (!Array.isArray(given)) return { items: [], faults: [`${section.name} must be a list`] };
  if (given.length > MOST_ITEMS) return { items: [], faults: [`${section.name} has more than ${MOST_ITEMS} items`] };
  const checked = given.map((each, at) => checkItem(section.item, each, `${section.name}[${at}]`));
  const sound = checked.map(({ value, faults }) => (faults.length ? undefined : value));
  return {
    items: sound.filter((each) => each !== undefined),
    faults: [...checked.flatMap(({ faults }) => faults), ...repeated(section, sound)],
  };
}

/** Every section of the file against its shape, those it does not name being empty; and all faults, each with its path. */
export function checkDeclaration(content: Record<string, unknown>, sections: DeclaredSection<object>[]) {
  const known = sections.map(({ name }) => name);
  const unknown = Object.keys(content).filter((name) => !known.includes(name));
  const checked = sections.map((section) => ({ section, ...checkSection(section, content[section.name]) }));
  return {
    sections: checked.map(({ section, items }): CheckedSection => ({ section, items })),
    faults: [
      ...unknown.map((name) => `${name}: no such section (there are ${known.join(', ')})`),
      ...checked.flatMap(({ faults }) => faults),
    ],
  };
}
