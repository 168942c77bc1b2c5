import { Injectable } from '@nestjs/common';
import { as, addDays, Clock, dayOf, DomainError, groupBy as grouped, Period, type Caller } from '#common';
import { Database, type SqlParams } from '#data';
import { periodOf } from '../spend/spend.query.js';
import { Statements, type ActiveStatements } from '../spend/statements.js';
import { ANOMALY_MEASURES, anomaliesSql, USUAL_DAYS } from './anomalies-sql.js';
import { chargeSource, type ChargeQuestion } from './charge-sql.js';
import { chargesSql, type Breakdown, type ChargesRow } from './charges-sql.js';
import type { ChargesArgs } from './charges.query.js';
import { ChargeGroup, CostCharges, CurrencyCharges, type Measured } from './charges.views.js';

const DEFAULT_LIMIT = 100;
const TIMED_OUT = '57014';

interface Query {
  sql: string;
  params: SqlParams;
  /** What the keys and the measures of its rows are called. */
  groupBy: readonly string[];
  measures: readonly string[];
}

/** Any question about the charges themselves: the answers of `GET /cost/charges` and `costCharges`. */
@Injectable()
export class ChargesService {
  /** Milliseconds that a question may take in the database. */
  timeoutMs = 20_000;

  constructor(
    private readonly db: Database,
    private readonly statements: Statements,
    private readonly clock: Clock,
  ) {}

  async charges(caller: Caller, args: ChargesArgs): Promise<CostCharges> {
    const active = await this.statements.active(caller);
    const period = this.period(args, active);
    const {
      filter,
      where,
      by = 'charge',
      groupBy = [],
      measures = ['sum:EffectiveCost'],
      limit = DEFAULT_LIMIT,
    } = args;
    const question: ChargeQuestion = { caller, filter, where, by };
    const asked: Breakdown = { groupBy, measures, limit };
    const query = args.anomalies
      ? anomalies(question, active, period, asked)
      : breakdown(question, active, period, asked);
    const rows = await this.rows(query);
    return as(CostCharges, {
      ...{ from: period.start, to: period.end, by, completeThrough: active.completeThroughOf(filter?.providers) },
      ...{ groupBy: [...query.groupBy], measures: [...query.measures], currencies: currenciesOf(rows, query) },
    });
  }

  /** Bills are told apart by month, so unless told it is the last one with a whole day. */
  private period({ from, to, by, filter }: ChargesArgs, active: ActiveStatements) {
    const period = periodOf({ from, to }, active.completeThroughOf(filter?.providers), dayOf(this.clock.now()));
    return by === 'billing' && from === undefined ? Period.month(addDays(period.end, -1)) : period;
  }

  /** A question too large must not hold a connection for minutes; its timeout is its own, not the connection's. */
  private async rows({ sql, params }: Query): Promise<ChargesRow[]> {
    try {
      return await this.db.transaction(async () => {
        await this.db.query(`select set_config('statement_timeout', $1, true)`, [String(this.timeoutMs)]);
        return this.db.query<ChargesRow>(sql, params.values);
      });
    } catch (error) {
      if ((error as { code?: string }).code !== TIMED_OUT) throw error;
      throw new DomainError(
        'UNAVAILABLE',
        `This took longer than ${this.timeoutMs / 1000} s. Ask a shorter period, fewer groups, or filter by provider, account or service; costSummary answers sums of long periods from roll-ups.`,
      );
    }
  }
}

/** The words of a question that the caller's own `groupBy` and `measures` name. */
function breakdown(question: ChargeQuestion, active: ActiveStatements, period: Period, asked: Breakdown): Query {
  const source = chargeSource(question, active, period);
  return { ...asked, sql: chargesSql(source, asked), params: source.params };
}

/** The last days of a bill that still grows are not judged: they would all be drops. */
function anomalies(question: ChargeQuestion, active: ActiveStatements, period: Period, asked: Breakdown): Query {
  if (question.by === 'billing') throw new DomainError('INVALID', 'Anomalies are of days, so not by billing period.');
  const { firstDay } = active;
  const completeThrough = active.completeThroughOf(question.filter?.providers);
  const whole = completeThrough ? addDays(completeThrough, 1) : period.end;
  const to = whole < period.end ? whole : period.end;
  const earliest = addDays(period.start, -USUAL_DAYS);
  const first = firstDay && firstDay > earliest ? firstDay : earliest;
  const groupBy = asked.groupBy.filter((word) => word !== 'day');
  const source = chargeSource(question, active, new Period(earliest, period.end));
  const sql = anomaliesSql(source, { ...asked, groupBy }, { first, from: period.start, to });
  return { sql, params: source.params, groupBy: [...groupBy, 'day'], measures: ANOMALY_MEASURES };
}

const named = (names: readonly string[], values: readonly (string | null)[]): Measured =>
  Object.fromEntries(names.map((name, at) => [name, values[at] ?? null]));

function currenciesOf(rows: readonly ChargesRow[], { groupBy, measures }: Query): CurrencyCharges[] {
  return [...grouped(rows, ({ currency }) => currency ?? '')].map(([currency, own]) => {
    const groups = own.filter(({ isTotal }) => !isTotal);
    const total = own.find(({ isTotal }) => isTotal) ?? (groupBy.length ? undefined : own[0]);
    return as(CurrencyCharges, {
      currency: currency || null,
      groupCount: groups[0]?.groups ?? 0,
      total: total ? named(measures, total.measures) : null,
      groups: groups.map((row) =>
        as(ChargeGroup, { key: named(groupBy, row.keys), measures: named(measures, row.measures) }),
      ),
    });
  });
}
