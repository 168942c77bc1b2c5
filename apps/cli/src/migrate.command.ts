import { Command as Named } from 'nest-commander';
import type { Addresses } from '#data';
import { Command } from './command.js';
import { Failure } from './failure.js';
import { counted } from './format.js';
import { out, say } from './terminal.js';

// What only this command needs is loaded by it alone: the others start in half the time.
const parts = async () => {
  const [data, platform, { migrations }, { openHome }] = await Promise.all([
    import('#data'),
    import('#platform'),
    import('../../../migrations/index.js'),
    import('../../api/src/installation.js'),
  ]);
  return { ...data, ...platform, migrations, openHome };
};

@Named({ name: 'migrate', description: 'bring the tables of the database up to this version' })
export class MigrateCommand extends Command {
  async run(): Promise<void> {
    const { Settings, openHome, EmbeddedPostgres } = await parts();
    const { databaseUrl, ownerUrl, home } = new Settings(process.env);
    if (databaseUrl) return this.migrate({ url: databaseUrl, ownerUrl });
    const server = new EmbeddedPostgres(openHome(home));
    try {
      await server.start();
      await this.migrate({ url: server.url() });
    } finally {
      await server.stop();
    }
  }

  private async migrate(addresses: Addresses): Promise<void> {
    const { migrate, migrations } = await parts();
    const done = await migrate(addresses, migrations).catch((error: Error) => {
      throw new Failure(
        `The database could not be migrated: ${error.message}`,
        '`cloudgov doctor` looks at the database',
      );
    });
    const what = done.length
      ? `${counted(done.length, 'migration')} applied: ${done.join(', ')}`
      : 'Nothing to migrate';
    say(`${out('green', '✓')} ${what}.`);
  }
}
