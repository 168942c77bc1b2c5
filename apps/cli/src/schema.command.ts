import { Command as Named } from 'nest-commander';
import { Command } from './command.js';
import { packageFile } from './package-root.js';

@Named({ name: 'schema', description: 'print the GraphQL schema' })
export class SchemaCommand extends Command {
  run(): Promise<void> {
    process.stdout.write(packageFile('schema.graphql'));
    return Promise.resolve();
  }
}
