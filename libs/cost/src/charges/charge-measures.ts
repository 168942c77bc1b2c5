import { invalid } from '#common';
import type { SqlParams } from '#data';
import { numberSql, termOf } from './charge-terms.js';

/** The sums that a question needs of each group, each once, under the names `b0`, `b1` … */
export class Aggregates {
  private readonly list: string[] = [];

  add(sql: string): string {
    const at = this.list.indexOf(sql);
    return `b${at < 0 ? this.list.push(sql) - 1 : at}`;
  }

  get sqls(): readonly string[] {
    return this.list;
  }
}

interface Making {
  params: SqlParams;
  aggregates: Aggregates;
  /** Window over the months of one group; undefined where the question has no time among its groups. */
  overTime?: string;
}

/** `EffectiveCost`, or a product such as `SkuPriceDetails.CoreCount*ConsumedQuantity`. */
function product(text: string, { params }: Making) {
  return text
    .split('*')
    .map((word) => numberSql('measures', word.trim(), params))
    .map((sql) => `(${sql})`)
    .join(' * ');
}

const sum = (text: string, making: Making) => making.aggregates.add(`sum(${product(text, making)})`);
const over = (part: string, whole: string) => `${part} / nullif(${whole}, 0)`;
const saved = (from: string, to: string) => (_: string, making: Making) => `${sum(from, making)} - ${sum(to, making)}`;

/** Of charges that were sold: a commitment that is bought, or left unused, replaces nothing at its list price. */
const ON_DEMAND = `sum(c.list_cost) filter (where c.commitment_discount_status is distinct from 'Unused'
  and (c.charge_category <> 'Purchase' or c.commitment_discount_id is null))`;

function ratio(text: string, making: Making) {
  const [part, whole, ...rest] = text.split('/');
  if (!part || !whole || rest.length) throw invalid('measures', 'ratio is written ratio:COLUMN/COLUMN');
  return over(sum(part, making), sum(whole, making));
}

function difference(text: string, making: Making) {
  const [from, to, ...rest] = text.split('-');
  if (!from || !to || rest.length) throw invalid('measures', 'difference is written difference:COLUMN-COLUMN');
  return `${sum(from, making)} - ${sum(to, making)}`;
}

function change(text: string, making: Making) {
  if (!making.overTime) throw invalid('measures', 'change needs day, month or billingMonth among groupBy');
  const amount = `coalesce(${sum(text, making)}, 0)`;
  return { now: amount, before: `lag(${amount}) over (${making.overTime})` };
}

function changeOf(text: string, making: Making) {
  const { now, before } = change(text, making);
  return `${now} - ${before}`;
}

function changeRate(text: string, making: Making) {
  const { now, before } = change(text, making);
  return over(`(${now} - ${before})`, before);
}

function tagCoverage(key: string, { params, aggregates }: Making) {
  const tagged = aggregates.add(`sum(c.effective_cost) filter (where t.tags ? ${params.add(key, 'text')})`);
  return over(`coalesce(${tagged}, 0)`, aggregates.add('sum((c.effective_cost))'));
}

function share(text: string, making: Making) {
  const own = sum(text, making);
  return over(own, `sum(${own}) filter (where not "isTotal") over (partition by currency)`);
}

const plain = (name: string) => (text: string, making: Making) =>
  making.aggregates.add(`${name}(${product(text, making)})`);

/** Those that take a word after a colon, by what they are in terms of sums. */
const OF_A_COLUMN: Record<string, (word: string, making: Making) => string> = {
  sum,
  avg: plain('avg'),
  min: plain('min'),
  max: plain('max'),
  countDistinct: (word, { params, aggregates }) =>
    aggregates.add(`count(distinct (${termOf('measures', word, params).sql})::text)::numeric`),
  ratio,
  difference,
  share,
  change: changeOf,
  changeRate,
  tagCoverage,
};

const ALONE: Record<string, (word: string, making: Making) => string> = {
  count: (_, { aggregates }) => aggregates.add('count(*)::numeric'),
  savings: saved('ListCost', 'EffectiveCost'),
  contractedSavings: saved('ListCost', 'ContractedCost'),
  commitmentSavings: saved('ContractedCost', 'EffectiveCost'),
  discountRate: (_, making) =>
    over(`(${sum('ListCost', making)} - ${sum('ContractedCost', making)})`, sum('ListCost', making)),
  effectiveSavingsRate: (_, making) => {
    const onDemand = making.aggregates.add(ON_DEMAND);
    return over(`(${onDemand} - ${sum('EffectiveCost', making)})`, onDemand);
  },
};

export const MEASURES = [...Object.keys(ALONE), ...Object.keys(OF_A_COLUMN).map((name) => `${name}:…`)];

/** The SQL of a measure over the sums it registers. */
export function measureSql(measure: string, making: Making): string {
  if (Object.hasOwn(ALONE, measure)) return ALONE[measure]!('', making);
  const at = measure.indexOf(':');
  const name = measure.slice(0, Math.max(at, 0));
  const word = measure.slice(at + 1);
  if (!Object.hasOwn(OF_A_COLUMN, name) || !word) throw invalid('measures', `must be among ${MEASURES.join(', ')}`);
  return OF_A_COLUMN[name]!(word, making);
}

const OPERATED = /^(sum|avg|min|max|share|change|changeRate|ratio|difference):/;

/** Which currencies the amounts of some measures are in. */
export function moneyOf(measures: readonly string[]) {
  const words = measures.flatMap((measure) =>
    OPERATED.test(measure) ? measure.replace(OPERATED, '').split(/[-*/]/) : [measure],
  );
  return {
    isPriced: words.some((word) => word.startsWith('PricingCurrency')),
    isBilled: words.some((word) =>
      /^((Billed|Effective|List|Contracted)Cost|(List|Contracted)UnitPrice|.*[sS]avings.*|discountRate|tagCoverage:.*)$/.test(
        word,
      ),
    ),
  };
}
