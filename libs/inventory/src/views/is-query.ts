import { registerDecorator } from 'class-validator';

const MOST_WORDS = 50;
const isWord = (value: unknown) => typeof value === 'string' && value.length <= 2048;

function isQuery(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  const isSaid = (said: unknown) => isWord(said) || (Array.isArray(said) && said.length <= 500 && said.every(isWord));
  return entries.length <= MOST_WORDS && entries.every(([key, said]) => isWord(key) && isSaid(said));
}

/** The words of a query string: each a text, or a list of texts where it stands several times. */
export const IsQuery = (): PropertyDecorator => (target, property) =>
  registerDecorator({
    name: 'isQuery',
    target: target.constructor,
    propertyName: String(property),
    validator: { validate: isQuery, defaultMessage: () => 'query must map up to 50 words to texts or lists of texts' },
  });
