import { Command as Named } from 'nest-commander';
import { Command } from './command.js';

@Named({ name: 'serve', description: 'start CloudGov with its database, as `npm start` does' })
export class ServeCommand extends Command {
  async run(): Promise<void> {
    await import('../../api/src/main.js');
  }
}
