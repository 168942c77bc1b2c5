import { Command as Named, SubCommand } from 'nest-commander';
import { Api } from './api.js';
import { Command, CommandGroup } from './command.js';
import { out, say } from './terminal.js';

@SubCommand({ name: 'create', description: 'make the demo estate, or make it anew' })
export class DemoCreateCommand extends Command {
  constructor(private readonly api: Api) {
    super();
  }

  async run(): Promise<void> {
    await this.api.order('POST', '/demo');
    say(`${out('green', '✓')} The demo estate is being made, its newest month first.`);
  }
}

@SubCommand({ name: 'remove', description: 'remove the demo estate; what is real stays' })
export class DemoRemoveCommand extends Command {
  constructor(private readonly api: Api) {
    super();
  }

  async run(): Promise<void> {
    await this.api.order('DELETE', '/demo');
    say(`${out('green', '✓')} The demo estate is removed.`);
  }
}

@Named({
  name: 'demo',
  description: 'the demo estate: create, remove',
  subCommands: [DemoCreateCommand, DemoRemoveCommand],
})
export class DemoCommand extends CommandGroup {}
