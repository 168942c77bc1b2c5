import { Command as Named } from 'nest-commander';
import { Command } from './command.js';
import { packageFile } from './package-root.js';

@Named({ name: 'openapi', description: 'print the OpenAPI document of the HTTP API' })
export class OpenapiCommand extends Command {
  run(): Promise<void> {
    process.stdout.write(packageFile('openapi.json'));
    return Promise.resolve();
  }
}
