import { addDays, addMonths, monthStart, type Clock, type Day, keyText } from '#common';
import { own } from '../own.js';
import type { ChargeRow } from '../reading/source.js';
import { bearers, tagsOfResources } from './interned-pairs.js';
import { resolveAccounts, resolveTagSets, type AccountEntry, type Query, type TagSetEntry } from './interned.js';
import { providerCode } from './provider-code.js';
import { RecentMap } from './recent-map.js';
import { ResourceRefs, type ResourceEntry } from './resource-refs.js';

/** What one import says of one bill. */
export interface StatementEntry {
  id: number;
  provider: string;
  billingAccountId: string;
  start: Day;
  end: Day;
  rows: number;
}

/** Where a row belongs. The entries have their ids once `Interner.resolve` is through. */
export interface RowPlace {
  statement: StatementEntry;
  account: AccountEntry;
  resource: ResourceEntry | null;
  tagSet: TagSetEntry;
}

export interface ImportFacts {
  id: string;
  source: string;
  isDemo: boolean;
  attempt: number;
}

/** Keys held of each kind, at least: the resources of a large bill, which come again and again. */
const REMEMBERED = 100_000;

/** Pairs of a resource and its tags that wait to be stored together. */
const MANY_PAIRS = 5_000;

/** A last day that is written `23:59:59` ends where the next one begins. */
function endDay(start: Day, end: string | null): Day {
  const day = end?.slice(0, 10) ?? '';
  const exclusive = day && end!.slice(11, 19) !== '00:00:00' ? addDays(day, 1) : day;
  return exclusive > start ? exclusive : addMonths(monthStart(start), 1);
}

/** Turns the keys of rows into the ids of their rows in the tables, remembering what it saw lately. */
export class Interner {
  readonly statements = new Map<string, StatementEntry>();
  /** By external id; two providers may use the same. */
  private readonly accounts = new Map<string, AccountEntry[]>();
  private readonly codes = new Map<string, string>();
  private readonly resources = new RecentMap<ResourceEntry>(REMEMBERED);
  private readonly tagSets = new RecentMap<TagSetEntry>(REMEMBERED);
  private readonly fresh = {
    statements: [] as StatementEntry[],
    accounts: [] as AccountEntry[],
    resources: [] as ResourceEntry[],
    tagSets: [] as TagSetEntry[],
  };

  private readonly refs: ResourceRefs;
  private readonly bearers;
  private readonly tagsOfResources;
  private last?: { provider: string; billing: string; startsAt: string; statement: StatementEntry };

  constructor(
    private readonly query: Query,
    private readonly clock: Clock,
    private readonly facts: ImportFacts,
  ) {
    this.refs = new ResourceRefs(query);
    this.bearers = bearers(query);
    this.tagsOfResources = tagsOfResources(query);
  }

  /** Every account that a row named. */
  get accountsNamed(): { id: string; name: string }[] {
    return [...this.accounts.values()].flat().map(({ id, name }) => ({ id, name }));
  }

  /** The days of which statements have been met since the last `resolve`. */
  get newDays(): Day[] {
    return this.fresh.statements.map(({ start }) => start);
  }

  placeOf(row: ChargeRow, at: Columns): RowPlace {
    const { values } = row;
    const provider = this.codeOf(at.text(values, at.provider) ?? at.text(values, at.issuer));
    const billing = at.text(values, at.billingAccount) ?? '';
    const sub = at.text(values, at.subAccount);
    const account = this.accountOf(provider, sub ?? billing, () =>
      at.text(values, sub === null ? at.billingAccountName : at.subAccountName),
    );
    const native = at.text(values, at.resource);
    const resource = native === null ? null : this.resourceOf(account, native);
    const tagSet = this.tagSetOf(row.tags.canonical);
    this.bearers.note(tagSet, account);
    if (resource) this.tagsOfResources.note(resource, tagSet);
    const endsAt = () => at.text(values, at.periodEnd);
    const statement = this.statementOf(provider, billing, at.text(values, at.periodStart)!, endsAt);
    return { statement, account, resource, tagSet };
  }

  /** Stores whatever is new since the last call, kind by kind, and gives it its ids. */
  async resolve() {
    const { accounts, resources, tagSets, statements } = this.fresh;
    if (accounts.length) await resolveAccounts(this.query, this.clock, accounts, this.facts.isDemo);
    if (resources.length) await this.refs.add(resources);
    if (tagSets.length) await resolveTagSets(this.query, tagSets);
    for (const statement of statements) statement.id = await this.store(statement);
    if (this.tagsOfResources.count >= MANY_PAIRS) await this.tagsOfResources.store();
    this.forgetTexts();
  }

  /** Ends when all that was resolved is stored. */
  async end(): Promise<void> {
    await this.refs.end();
    await this.tagsOfResources.end();
    await this.bearers.end();
  }

  /** Begins to store which accounts bear which tags. Not to be done often: a tag set is written anew for each account more. */
  tellBearers(): Promise<void> {
    return this.bearers.store();
  }

  /** The key of the cache says the same; these may be slices, which keep a whole block of the file alive. */
  private forgetTexts() {
    for (const tagSet of this.fresh.tagSets) tagSet.canonical = '';
    for (const kind of Object.values(this.fresh)) kind.length = 0;
  }

  private async store({ provider, billingAccountId, start, end }: StatementEntry): Promise<number> {
    const { id, source, isDemo, attempt } = this.facts;
    const [row] = await this.query<{ id: number }>(
      `insert into statement (import_id, source, provider, billing_account_id, billing_period, billing_period_end, is_demo, attempt)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
      [id, source, provider, billingAccountId, start, end, isDemo, attempt],
    );
    return row!.id;
  }

  private codeOf(name: string | null): string {
    const key = name ?? '';
    const code = this.codes.get(key) ?? providerCode(name);
    if (this.codes.size < 1000) this.codes.set(key, code);
    return code;
  }

  /** Neighbouring rows mostly are of one bill, which three comparisons tell. */
  private statementOf(provider: string, billing: string, startsAt: string, endsAt: () => string | null) {
    const { last } = this;
    if (last?.startsAt === startsAt && last.billing === billing && last.provider === provider) return last.statement;
    const start = startsAt.slice(0, 10);
    const key = `${start}\t${provider}\t${billing}`;
    const statement = this.statements.get(key) ?? this.newStatement(key, { provider, billing, start, endsAt });
    this.last = { provider, billing: own(billing), startsAt: own(startsAt), statement };
    return statement;
  }

  private newStatement(
    key: string,
    of: { provider: string; billing: string; start: Day; endsAt: () => string | null },
  ): StatementEntry {
    const { provider, billing, start, endsAt } = of;
    const end = endDay(start, endsAt());
    const statement = { id: 0, provider, billingAccountId: keyText(billing), start, end, rows: 0 };
    this.statements.set(key, statement);
    this.fresh.statements.push(statement);
    return statement;
  }

  private accountOf(provider: string, externalId: string, name: () => string | null): AccountEntry {
    const known = this.accounts.get(externalId)?.find((account) => account.provider === provider);
    if (known) return known;
    const native = own(keyText(externalId));
    const account = { id: '', provider, externalId: native, name: name() ?? native };
    this.accounts.set(own(externalId), [...(this.accounts.get(externalId) ?? []), account]);
    this.fresh.accounts.push(account);
    return account;
  }

  /** Where two accounts have one of the same native id, each forgets the other's; its id is the same again. */
  private resourceOf(account: AccountEntry, native: string): ResourceEntry {
    const known = this.resources.get(native);
    if (known?.account === account) return known;
    const resource = this.resources.set(native, { id: '', account, nativeId: native, last: undefined, all: undefined });
    this.fresh.resources.push(resource);
    return resource;
  }

  private tagSetOf(canonical: string): TagSetEntry {
    const known = this.tagSets.get(canonical);
    if (known) return known;
    const tagSet = this.tagSets.set(canonical, { id: 0, canonical, last: undefined, all: undefined });
    this.fresh.tagSets.push(tagSet);
    return tagSet;
  }
}

/** Where the key columns stand in the rows of one file; -1 where it has none such. */
export class Columns {
  readonly provider: number;
  readonly issuer: number;
  readonly billingAccount: number;
  readonly billingAccountName: number;
  readonly subAccount: number;
  readonly subAccountName: number;
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly resource: number;

  constructor(columns: readonly string[]) {
    const at = (...names: string[]) => columns.indexOf(names.find((name) => columns.includes(name)) ?? '');
    this.provider = at('ProviderName', 'ServiceProviderName');
    this.issuer = at('InvoiceIssuerName');
    this.billingAccount = at('BillingAccountId');
    this.billingAccountName = at('BillingAccountName');
    this.subAccount = at('SubAccountId');
    this.subAccountName = at('SubAccountName');
    this.periodStart = at('BillingPeriodStart');
    this.periodEnd = at('BillingPeriodEnd');
    this.resource = at('ResourceId');
  }

  text(values: (string | null)[], at: number): string | null {
    return at < 0 ? null : values[at]!;
  }
}
