import 'reflect-metadata';
import { CommandFactory } from 'nest-commander';
import { CliModule } from './cli.module.js';
import { Failure, Misuse } from './failure.js';
import { version } from './package-root.js';
import { err, tell } from './terminal.js';

interface ParserError extends Error {
  /** Set by the parser of arguments, which has said by itself what is wrong. */
  code?: string;
  exitCode?: number;
}

const isOfParser = ({ code }: ParserError) => code?.startsWith('commander.') ?? false;

/** Says what went wrong and what to do next, never a stack; returns the exit code. */
function explain(error: ParserError | Failure): number {
  if (!(error instanceof Failure) && isOfParser(error)) return error.exitCode === 0 ? 0 : 2;
  tell(`${err('red', 'error:')} ${error.message}`);
  const next = error instanceof Failure ? error.next : '`cloudgov doctor` looks for what is misconfigured';
  if (next) tell(`${err('dim', 'Next:')} ${next}`);
  return error instanceof Misuse ? 2 : 1;
}

const end = (error: Error) => void (process.exitCode = explain(error));

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));

await CommandFactory.run(CliModule, {
  logger: false,
  cliName: 'cloudgov',
  version,
  errorHandler: (error) => {
    throw error;
  },
  serviceErrorHandler: end,
}).catch(end);
