import { Command as Named } from 'nest-commander';
import type { Settings } from '#platform';
import { Api } from '../api.js';
import { Command } from '../command.js';
import { Failure } from '../failure.js';
import { counted } from '../format.js';
import { out, say } from '../terminal.js';
import { server } from './api.js';
import { fine, wrong, type Finding } from './check.js';
import { clouds } from './clouds.js';
import { embeddedDatabase, home, node } from './machine.js';

const MARKS = { fine: out('green', '✓'), wrong: out('red', '✗'), unknown: out('dim', '–') };
const WIDTH = 'Migrations'.length;

@Named({ name: 'doctor', description: 'look for what is misconfigured, and say how to mend it' })
export class DoctorCommand extends Command {
  constructor(private readonly api: Api) {
    super();
  }

  async run(): Promise<void> {
    const findings: Finding[] = [];
    for await (const found of this.look()) {
      findings.push(...found);
      for (const each of found) show(each);
    }
    const faults = findings.filter(({ state }) => state === 'wrong').length;
    if (faults)
      throw new Failure(`${counted(faults, 'thing')} to mend.`, 'do what stands under each ✗, then run this again');
    say('', 'Nothing is wrong.');
  }

  private async *look(): AsyncGenerator<Finding[]> {
    yield [node()];
    const [settings, findings] = await this.settings();
    yield findings;
    if (settings) {
      yield [home(settings.home)];
      yield await this.database(settings.databaseUrl);
      yield [await this.secrets(settings)];
    }
    yield await server(this.api);
    yield await clouds(this.api);
  }

  private async settings(): Promise<[Settings | undefined, Finding[]]> {
    const { Settings } = await import('#platform');
    try {
      return [new Settings(process.env), [fine('Settings', 'all can be used')]];
    } catch (error) {
      const faults = (error as Error).message.split('\n').slice(1);
      return [undefined, faults.map((fault) => wrong('Settings', fault.trim(), 'set it anew, or unset it'))];
    }
  }

  private async secrets(settings: Settings): Promise<Finding> {
    const [{ secrets }, { runningDatabase }] = await Promise.all([
      import('./secrets.js'),
      import('../with-database.js'),
    ]);
    return secrets(settings, settings.ownerUrl ?? (await runningDatabase(settings)));
  }

  private async database(url?: string): Promise<Finding[]> {
    if (!url) return [embeddedDatabase()];
    const { database } = await import('./database.js');
    return database(url);
  }
}

function show({ what, state, found, mend }: Finding) {
  say(`${MARKS[state]} ${what.padEnd(WIDTH)}  ${found}`);
  if (mend) say(`  ${' '.repeat(WIDTH)}  ${out('yellow', '→')} ${mend}`);
}
