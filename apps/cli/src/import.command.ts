import { Command as Named } from 'nest-commander';
import { CommandGroup } from './command.js';
import { ImportFocusCommand } from './import-focus.command.js';

@Named({ name: 'import', description: 'bring bills in: focus', subCommands: [ImportFocusCommand] })
export class ImportCommand extends CommandGroup {}
