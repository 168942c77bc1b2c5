import { SetMetadata, type Type } from '@nestjs/common';

export const ANSWERS = 'cloudgov:answers';

/** What the signature of a handler does not tell its reader. */
export interface AnswerFacts {
  /** The class of a query string that a pipe or the handler reads; the filter's words stand beside its own. */
  asks?: Type;
  /** Media types with the beginning of an example, where the answer is a file or a page, or may be one. */
  files?: Readonly<Record<string, string>>;
  /** Fields that are told once: under a repeated `Idempotency-Key` they are null, for what is kept does not hold them. */
  toldOnce?: readonly string[];
  /** Errors beyond those that follow from what it takes. */
  problems?: readonly number[];
  /** The body is a file of these types; with a class it may be a form with files, or JSON of that class, as well. */
  takes?: { files: readonly string[]; json?: Type };
  /** A page of ours sends the same fields as a form. */
  isForm?: boolean;
  /** It starts work: 202 and a Location, or 200 with the result within `?wait`. */
  isWork?: boolean;
  /** It asks for a token by itself, which the guard does not. */
  isGuarded?: boolean;
  /** It answers 503 in the shape of its success. */
  isHealth?: boolean;
}

export interface AnswerOf extends AnswerFacts {
  summary: string;
  type?: Type;
  isList: boolean;
}

/**
 * Says what a REST handler answers, for `/openapi.json`: a class, a page of a class in brackets, or nothing of a class
 * (a file, no content), and one sentence for people.
 */
export function Answers(answer: Type | readonly [Type] | null, summary: string, facts: AnswerFacts = {}) {
  const isList = Array.isArray(answer);
  const type = (isList ? (answer as readonly [Type])[0] : (answer as Type | null)) ?? undefined;
  return SetMetadata(ANSWERS, { ...facts, summary, type, isList } satisfies AnswerOf);
}
