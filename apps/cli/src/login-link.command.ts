import { userInfo } from 'node:os';
import { Command as Named } from 'nest-commander';
import { Command } from './command.js';
import { Failure } from './failure.js';
import { addressOf } from './find-server.js';
import { out, say } from './terminal.js';
import { withDatabase } from './with-database.js';

// What only this command needs is loaded by it alone: the others start in half the time.
const parts = async () => {
  const [common, access, audit, data, platform] = await Promise.all([
    import('#common'),
    import('#access'),
    import('#audit'),
    import('#data'),
    import('#platform'),
  ]);
  return { ...common, ...access, ...audit, ...data, ...platform };
};

@Named({
  name: 'login-link',
  arguments: '<email>',
  description: 'make a link that signs a person in once; on the machine of the server, for whoever is locked out',
})
export class LoginLinkCommand extends Command {
  async run([email]: string[]): Promise<void> {
    const { Settings } = await parts();
    const settings = new Settings(process.env);
    const path = await withDatabase(settings, (url) => this.make(url, email!));
    const address = settings.publicUrl ?? addressOf(process.env).url;
    say(`${out('green', '✓')} Open this in a browser within 15 minutes; it works once:`, `  ${address}${path}`);
  }

  private async make(url: string, email: string): Promise<string> {
    const {
      AuditService,
      everything,
      linkPath,
      openDatabase,
      OWNER_ENTITIES,
      ownerAlone,
      Settings,
      systemCaller,
      SystemClock,
    } = await parts();
    const fail = (error: Error) => {
      throw new Failure(`No link could be made: ${error.message}`, '`cloudgov doctor` looks at the database');
    };
    const { db, close } = await openDatabase(url, [...OWNER_ENTITIES]).catch(fail);
    const clock = new SystemClock();
    const owner = ownerAlone({ db, clock, auditor: new AuditService(db, clock), settings: new Settings(process.env) });
    return everything(() => owner.linkFor(systemCaller(`cli:${userInfo().username}`), email))
      .then(linkPath, fail)
      .finally(close);
  }
}
