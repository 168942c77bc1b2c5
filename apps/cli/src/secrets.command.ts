import { Command as Named, SubCommand } from 'nest-commander';
import type { Rotated } from '#platform';
import { Command, CommandGroup } from './command.js';
import { Failure } from './failure.js';
import { counted } from './format.js';
import { out, say } from './terminal.js';
import { withDatabase } from './with-database.js';

// What only this command needs is loaded by it alone: the others start in half the time.
const parts = async () => {
  const [audit, common, data, platform, { DataSource }] = await Promise.all([
    import('#audit'),
    import('#common'),
    import('#data'),
    import('#platform'),
    import('typeorm'),
  ]);
  return { ...audit, ...common, ...data, ...platform, DataSource };
};

@SubCommand({ name: 'rotate', description: 'put every stored secret under a new key' })
export class SecretsRotateCommand extends Command {
  async run(): Promise<void> {
    const { Settings } = await parts();
    const settings = new Settings(process.env);
    const done = await withDatabase(settings, (url) => this.rotate(settings.ownerUrl ?? url));
    if (done === 'busy') throw new Failure('The secrets are being rotated already.', 'wait until that has ended');
    tellOf(done, settings.secretKey !== undefined);
  }

  private async rotate(url: string): Promise<Rotated | 'busy'> {
    const { AuditService, connection, Database, DataSource, Keyring, Rotation, Settings, SystemClock, systemCaller } =
      await parts();
    const source = await new DataSource(connection(url, 3)).initialize();
    try {
      const db = new Database(source);
      const done = await new Rotation({ db, keyring: new Keyring(new Settings(process.env)) }).run();
      if (done === 'busy') return done;
      const record = { action: 'secret.rotate', subject: { type: 'key', id: done.key }, after: done };
      await new AuditService(db, new SystemClock()).record(systemCaller('job:secrets.rotate'), record);
      return done;
    } finally {
      await source.destroy();
    }
  }
}

function tellOf({ key, rotated, lostKeys, altered }: Rotated, isSet: boolean) {
  say(`${out('green', '✓')} ${counted(rotated, 'secret')} put under the key ${key}.`);
  if (isSet && !lostKeys.length) say('CLOUDGOV_SECRET_KEY_PREVIOUS is needed no more.');
  if (lostKeys.length)
    throw new Failure(
      `Secrets stored under ${lostKeys.join(', ')} cannot be read: that key is not known here.`,
      'set it as CLOUDGOV_SECRET_KEY_PREVIOUS and run this again, or store those secrets anew',
    );
  if (altered.length)
    throw new Failure(`Altered, and not to be read any more: ${altered.join(', ')}.`, 'store these secrets anew');
}

@Named({
  name: 'secrets',
  description: 'stored credentials and their key',
  subCommands: [SecretsRotateCommand],
})
export class SecretsCommand extends CommandGroup {}
