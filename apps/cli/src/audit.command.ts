import { Command as Named, Option, SubCommand } from 'nest-commander';
import { Api } from './api.js';
import { Command, CommandGroup } from './command.js';
import { Failure } from './failure.js';
import { counted } from './format.js';
import { out, say } from './terminal.js';

/** As `GET /audit/verify` answers it. */
interface Verification {
  runId: string;
  isEnded: boolean;
  isWhole: boolean;
  state: string;
  entries: number;
  heads: number;
  checkpoints: number;
  lastPosition: number;
  unsealed: { count: number; oldestAt: string | null };
  faultCount: number;
  faults: { kind: string; position: number | null; entryId: string | null; at: string | null; message: string }[];
}

interface Run {
  state: string;
  error: string | null;
  result: Omit<Verification, 'runId' | 'isEnded'> | null;
}

const MOST_WAIT_S = 50;
const LOOK_MS = 2_000;

const place = ({ kind, position, entryId, at, message }: Verification['faults'][number]) =>
  [
    `${kind}:`,
    position !== null && `position ${position}`,
    entryId !== null && `entry ${entryId}`,
    at !== null && `of ${at}`,
    `– ${message}`,
  ]
    .filter(Boolean)
    .join(' ');

@SubCommand({
  name: 'verify',
  description: 'see that the audit record is what was sealed; ends with 1 where it is not',
})
export class AuditVerifyCommand extends Command {
  constructor(private readonly api: Api) {
    super();
  }

  @Option({ flags: '--json', description: 'print the answer as JSON' })
  asJson() {
    return true;
  }

  async run(_words: string[], { json }: { json?: boolean } = {}): Promise<void> {
    const found = await this.verify();
    if (json) say(JSON.stringify(found, null, 2));
    else for (const fault of found.faults) say(`${out('red', '✗')} ${place(fault)}`);
    if (!found.isWhole)
      throw new Failure(this.blame(found), 'docs/decisions/0030-audit-is-sealed.md says what it can mean');
    if (!json) say(`${out('green', '✓')} The audit record is whole: ${this.counts(found)}.`);
  }

  /** A long record takes longer than one request may. */
  private async verify(): Promise<Verification> {
    const begun = await this.api.get<Verification>(`/audit/verify?wait=${MOST_WAIT_S}`);
    if (begun.isEnded) return begun;
    for (;;) {
      await new Promise((done) => setTimeout(done, LOOK_MS));
      const { state, error, result } = await this.api.get<Run>(`/jobs/runs/${begun.runId}`);
      if (state === 'done') return { ...result!, runId: begun.runId, isEnded: true };
      if (state === 'failed' || state === 'cancelled')
        throw new Failure(`The verification was not brought to its end: ${error ?? 'it was cancelled'}`);
    }
  }

  private counts({ entries, heads, checkpoints, unsealed }: Verification): string {
    const waiting = unsealed.count ? `; ${counted(unsealed.count, 'entry', 'entries')} wait to be sealed` : '';
    const checked = [
      counted(entries, 'entry', 'entries'),
      counted(heads, 'signature'),
      counted(checkpoints, 'checkpoint'),
    ];
    return `${checked.join(', ')}${waiting}`;
  }

  private blame({ state, faultCount, unsealed }: Verification): string {
    if (state === 'unsealed')
      return `${counted(unsealed.count, 'entry waits', 'entries wait')} to be sealed, since ${unsealed.oldestAt}: no sealer is at work.`;
    return `The audit record is ${state}: ${counted(faultCount, 'fault')}.`;
  }
}

@Named({ name: 'audit', description: 'the audit record: verify', subCommands: [AuditVerifyCommand] })
export class AuditCommand extends CommandGroup {}
