/** Something a person can act on: what went wrong and where, and what to do next. The command ends with 1. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly next?: string,
  ) {
    super(message);
  }
}

/** The command was used wrongly and has done nothing; it ends with 2. */
export class Misuse extends Failure {}
