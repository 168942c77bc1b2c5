import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { basename } from 'node:path';
import { DomainError, systemCaller, type FieldError } from '#common';
import { Database, everything } from '#data';
import { Settings } from '../settings.js';
import { checkDeclaration, type CheckedSection } from './check-declaration.js';
import { readDeclaration, unusable } from './read-declaration.js';
import type { DeclaredSection } from './section.js';

const DEFAULT_FILE = 'cloudgov.yaml';

/** What a lib refuses while it reconciles is a fault of the file like any other. */
function faultsOf({ message, details }: DomainError, section: string): string[] {
  const errors = (details.errors ?? []) as FieldError[];
  if (!errors.length) return [`${section}: ${message}`];
  return errors.flatMap(({ field, messages }) => messages.map((each) => `${section}: ${field} ${each}`));
}

/**
 * cloudgov.yaml: what it declares is made so at start and on SIGHUP, in one transaction for the whole file, and cannot be
 * edited elsewhere. A bad file stops the start; on SIGHUP it is logged, and what was stays.
 */
@Injectable()
export class Declarations implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Declarations');
  private readonly sections = new Map<string, DeclaredSection<object>>();
  private working: Promise<void> = Promise.resolve();
  private readonly onHangUp = () => void this.reload();

  constructor(
    private readonly db: Database,
    private readonly settings: Settings,
  ) {}

  /** Called by the lib that owns the section, in its `onModuleInit`. */
  register<T extends object>(section: DeclaredSection<T>) {
    this.sections.set(section.name, section as unknown as DeclaredSection<object>);
  }

  async onApplicationBootstrap() {
    const { config, role } = this.settings;
    // Nobody could ever edit what a file declared that is read no more. One of several processes cannot tell that it is.
    if (!config && role === 'all') await this.reconcile(this.empty(), DEFAULT_FILE);
    if (!config) return;
    await this.apply(config);
    process.on('SIGHUP', this.onHangUp);
  }

  async beforeApplicationShutdown() {
    process.off('SIGHUP', this.onHangUp);
    await this.working;
  }

  /** Reads the file again; one signal after another, so that the last one wins. */
  reload(): Promise<void> {
    const { config } = this.settings;
    const again = async () => {
      try {
        if (config) await everything(() => this.apply(config));
      } catch (error) {
        this.log.error(`The declarations stay as they were. ${(error as Error).message}`);
      }
    };
    return (this.working = this.working.then(again));
  }

  private empty(): CheckedSection[] {
    return [...this.sections.values()].map((section) => ({ section, items: [] }));
  }

  private async apply(path: string) {
    const { sections, faults } = checkDeclaration(await readDeclaration(path), [...this.sections.values()]);
    if (faults.length) throw unusable(path, faults);
    await this.reconcile(sections, path);
    const counts = sections.map(({ section, items }) => `${items.length} ${section.name}`);
    this.log.log(`${basename(path)} declares ${counts.join(', ')}.`);
  }

  /** Two processes may start at once; the second finds everything as it should be. */
  private reconcile(sections: CheckedSection[], path: string) {
    const declaring = { caller: systemCaller('config'), file: basename(path) };
    return this.db.transaction(async () => {
      await this.db.query(`select pg_advisory_xact_lock(hashtext('declarations'))`);
      for (const { section, items } of sections) {
        try {
          await section.reconcile(items, declaring);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          throw unusable(path, faultsOf(error, section.name));
        }
      }
    });
  }
}
