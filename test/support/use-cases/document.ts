import { CHAPTERS, USE_CASES, type BudgetCase, type ForecastCase, type UseCase } from './index.js';

type Word = readonly [name: string, value: string];

/** The words of the query string, in the order in which people read them. */
function wordsOf(useCase: UseCase): Word[] {
  if ('forecast' in useCase) {
    const { metric, horizon, filter = {} } = useCase.forecast;
    return [['metric', metric], ['horizon', horizon], ...Object.entries(filter)];
  }
  if ('budget' in useCase) return [];
  const { from, to, by, where = [], filter = {}, groupBy, measures, anomalies } = useCase.ask;
  const period: Word[] = by ? [['by', by]] : [];
  const conditions = where.map((condition): Word => ['where', condition]);
  const lists: Word[] = [
    ['groupBy', groupBy.join(',')],
    ['measures', measures.join(',')],
  ];
  const option: Word[] = anomalies ? [['anomalies', 'true']] : [];
  return [['from', from], ['to', to], ...period, ...conditions, ...Object.entries(filter), ...lists, ...option];
}

export function routeOf(useCase: UseCase): string {
  if ('budget' in useCase) return '/budgets/$BUDGET/status';
  if ('ask' in useCase) return '/cost/charges';
  return useCase.forecast.services ? '/graphql' : '/cost/forecast';
}

/** One forecast of each service, in one question. */
export function graphqlOf({ forecast: { metric, horizon, services = [] } }: ForecastCase): string {
  const one = (service: string) =>
    `${service.replace(/\W/g, '')}: costForecast(metric: ${metric}, horizon: "${horizon}", filter: { services: ["${service}"] })`;
  const fields = '{ from to currencies { currency total { mean lower upper } points { date mean lower upper } } }';
  return `{ ${services.map((service) => `${one(service)} ${fields}`).join(' ')} }`;
}

/** The very query of the document, as a path. */
export const pathOf = (useCase: UseCase) =>
  `${routeOf(useCase)}?${new URLSearchParams(wordsOf(useCase).map(([name, value]) => [name, value])).toString()}`;

const isPlain = (value: string) => /^[\w.,:/-]+$/.test(value);
const word = ([name, value]: Word) =>
  isPlain(value) ? `-d ${name}=${value}` : `--data-urlencode '${name}=${value.replaceAll("'", `'\\''`)}'`;

export const budgetOf = ({ budget }: BudgetCase) => ({ ...budget, period: 'monthly' });

const post = (path: string, body: object) =>
  `curl -s "$CLOUDGOV${path}" -H "$TOKEN" -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;

function curl(useCase: UseCase): string[] {
  const line = `curl -sG "$CLOUDGOV${routeOf(useCase)}" -H "$TOKEN"`;
  if ('budget' in useCase) return [`# once: ${post('/budgets', budgetOf(useCase))}`, line.replace('-sG', '-s')];
  if ('forecast' in useCase && useCase.forecast.services) return [post('/graphql', { query: graphqlOf(useCase) })];
  return [[line, ...wordsOf(useCase).map(word)].join(' \\\n  ')];
}

const INTRODUCTION = `# The use cases of the FOCUS library, each by one query

The FinOps Foundation's library of FOCUS use cases (focus.finops.org, CC BY 4.0, ${USE_CASES.length} titles as of 2026) asks these questions of a bill. Each is
one query here, with the accounts and months of a generated estate; \`test/e2e/focus-use-cases.spec.ts\` imports that estate,
runs every query below and compares the answer with the rows of the files. This page is printed from the same table
(\`test/support/use-cases/\`; \`UPDATE_DOCS=1 npm test -- test/e2e/focus-use-cases\` prints it anew).

\`\`\`sh
CLOUDGOV=http://127.0.0.1:3000
TOKEN="authorization: Bearer …"
\`\`\`

## GET /cost/charges

The charges themselves, by any column of FOCUS 1.0 to 1.4; \`costCharges\` in GraphQL takes the same words. Answers are
told apart by currency, are exact decimals in texts, and come largest first measure first.

- \`from\`, \`to\`: days (UTC) of the charge period, \`to\` left out; with \`by=billing\` the period of the bill.
- Filter: \`provider\`, \`account\`, \`region\`, \`service\`, \`category\`, \`type\`, \`resource\`, \`tag.KEY\`, \`not.…\`.
- \`where=COLUMN:OPERATOR:VALUE\`, repeated where all must hold. Operators: \`eq\`, \`ne\`, \`in\` and \`notin\` (by comma), \`isnull\`,
  \`notnull\`, \`lt\`, \`lte\`, \`gt\`, \`gte\`, \`like\` and \`notlike\` (\`%\` is any text, no case), \`eqcolumn\` and \`necolumn\` (another
  column). Columns: any of FOCUS, \`tag:KEY\`, keys of JSON columns (\`SkuPriceDetails.CoreCount\`), own columns (\`x.x_Project\`).
  A value with a comma is asked of \`in\` by GraphQL, whose \`where\` is a list of \`{column, op, values}\`.
- \`groupBy\`: up to eight of those columns, \`day\`, \`month\` (of the charge), \`billingMonth\`.
- \`measures\`: up to ten of the table. A column may be a product, \`SkuPriceDetails.CoreCount*ConsumedQuantity\`; charges
  without one of its columns are left out of it. Quotients have at least sixteen digits, and none where divided by nought.
- \`limit\`: groups of each currency (100, at most 5000). \`groupCount\` says how many there are; \`total\` is of all of them.
- \`anomalies=true\`: only the days on which a group costs what it usually does not, largest impact first. Expected is the
  median of the 28 days before, and score (actual − expected) ÷ spread, where spread is 1.4826 × their median absolute
  deviation, at least a hundredth of the median; from 3.5 on a day is an anomaly (modified z-score, Iglewicz and Hoaglin 1993).
  Where the 28 days do not differ from nought there is no score, and whatever exceeds them all is one. Days with under
  fourteen days before them, and those after \`completeThrough\`, are not judged.

A question that takes over 20 s is ended with what to ask instead; \`/cost/summary\` answers sums from roll-ups. Tests run every\nquery below over the charges of small bills; how long one takes grows with the charges of the bills that it reads. Those that\nwere timed over a million charges, on two busy cores, took 0.4 to 12 s, three months at once the longest.`;

const MEASURES: readonly (readonly [string, string])[] = [
  ['`count`', 'charges'],
  ['`sum:C`, `avg:C`, `min:C`, `max:C`', 'of a column'],
  ['`countDistinct:C`', 'values of a column'],
  ['`ratio:A/B`', 'Σ A ÷ Σ B: unit prices'],
  ['`difference:A-B`', 'Σ A − Σ B'],
  ['`share:C`', 'Σ C ÷ Σ C of all groups of the currency'],
  ['`change:C`', 'Σ C − Σ C of the month (or day) before; none in the first'],
  ['`changeRate:C`', 'change ÷ Σ C of the month (or day) before'],
  ['`savings`', 'Σ ListCost − Σ EffectiveCost'],
  ['`contractedSavings`', 'Σ ListCost − Σ ContractedCost'],
  ['`commitmentSavings`', 'Σ ContractedCost − Σ EffectiveCost'],
  ['`discountRate`', '(Σ ListCost − Σ ContractedCost) ÷ Σ ListCost'],
  [
    '`effectiveSavingsRate`',
    '(L − Σ EffectiveCost) ÷ L; L is Σ ListCost without commitments bought or left unused, which replace nothing at list price',
  ],
  ['`tagCoverage:KEY`', 'Σ EffectiveCost with the tag ÷ Σ EffectiveCost'],
];

/** As Prettier lays it out. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((cell, at) => Math.max(...[header, ...rows].map((row) => row[at]!.length), 3));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const section = (useCase: UseCase) =>
  [
    `### ${useCase.title}`,
    `\`${useCase.slug}\`${useCase.note ? `: ${useCase.note}` : ''}`,
    ['```sh', ...curl(useCase), '```'].join('\n'),
  ].join('\n\n');

const RATE = `The effective savings rate is that of the FinOps Foundation's KPI, 1 − what was paid ÷ what it would have cost undiscounted.
The library's own SQL divides by a unit price, which is no rate; its titles that promise an anomaly or a forecast get one here.`;

/** The text of docs/focus-use-cases.md. */
export function printedDocument(): string {
  const index = USE_CASES.map((each) => [`\`${each.slug}\``, each.title, `\`${routeOf(each)}\``]);
  return `${[
    INTRODUCTION,
    table(['measure', 'what it is'], MEASURES),
    RATE,
    '## All of them',
    table(['use case', 'title', 'answered by'], index),
    ...CHAPTERS.flatMap(([title, useCases]) => [`## ${title}`, ...useCases.map(section)]),
  ].join('\n\n')}\n`;
}
