import { CommandRunner } from 'nest-commander';
import { Misuse } from './failure.js';

export type Parser = Parameters<CommandRunner['setCommand']>[0];

/** What is the same for every word of the command line: errors come to `main`, which alone ends the process. */
export function tame(parser: Parser): void {
  parser.exitOverride((error) => {
    throw error;
  });
  parser.addHelpCommand(false);
  parser.allowExcessArguments(false);
  parser.helpOption('-h, --help', 'show this');
  parser.showHelpAfterError('Next: the same with --help');
}

export abstract class Command extends CommandRunner {
  override setCommand(parser: Parser): this {
    tame(parser);
    return super.setCommand(parser);
  }
}

/** A word that only leads to commands. */
export abstract class CommandGroup extends Command {
  override setCommand(parser: Parser): this {
    super.setCommand(parser);
    parser.allowExcessArguments(true);
    parser.usage('<command>');
    return this;
  }

  run([word]: string[]): Promise<void> {
    const what = word === undefined ? 'lacks a word' : `has no command "${word}"`;
    const known = this.command.commands.map((each) => each.name()).join(', ');
    return Promise.reject(new Misuse(`${this.command.name()} ${what}; it has: ${known}.`, 'the same with --help'));
  }
}
