import type { CloudRelation, CloudResource, Sample } from '../cloud.js';
import { METRICS, type Metric } from '../metric.js';
import { withoutSecrets } from '../mask.js';
import { nativeIdOf } from '../native-id.js';
import { isFields, tagsOf, textOf, type Fields, type FileFormat, type Owner } from './file-format.js';

const WORDS = ['name', 'region', 'service', 'category', 'state'] as const;
const KNOWN = new Set<string>([
  ...WORDS,
  'nativeId',
  'provider',
  'type',
  'tags',
  'configuration',
  'relations',
  'createdAt',
]);

const wrong = (at: string, what: string) => new Error(`${at} ${what}`);

function instant(value: unknown, at: string): Date {
  const moment = typeof value === 'string' ? new Date(value) : new Date(NaN);
  if (Number.isNaN(+moment)) throw wrong(at, 'must be an instant, such as 2026-01-31T12:00:00Z');
  return moment;
}

function required(given: Fields, word: string, at: string): string {
  const text = textOf(given[word]);
  if (!text) throw wrong(`${at}.${word}`, 'must be a text');
  return text;
}

function listOf(value: unknown, at: string): Fields[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw wrong(at, 'must be a list');
  return value.map((each: unknown, index) => {
    if (!isFields(each)) throw wrong(`${at}[${index}]`, 'must be an object');
    return each;
  });
}

function objectOf(value: unknown, at: string): Fields {
  if (value === undefined) return {};
  if (!isFields(value)) throw wrong(at, 'must be an object');
  return value;
}

function refuse(given: Fields, at: string) {
  for (const word of WORDS)
    if (given[word] !== undefined && !textOf(given[word])) throw wrong(`${at}.${word}`, 'must be a text');
  for (const word of Object.keys(given))
    if (!KNOWN.has(word)) throw wrong(`${at}.${word}`, `is not known; known are ${[...KNOWN].join(', ')}`);
}

function resourceOf(given: Fields, at: string, owner: Owner): CloudResource {
  refuse(given, at);
  const provider = textOf(given.provider) ?? owner.provider;
  const nativeId = nativeIdOf(provider, required(given, 'nativeId', at));
  const type = required(given, 'type', at);
  const relations = listOf(given.relations, `${at}.relations`).map((relation, index): CloudRelation => {
    const place = `${at}.relations[${index}]`;
    return {
      kind: required(relation, 'kind', place),
      nativeId: nativeIdOf(provider, required(relation, 'nativeId', place)),
    };
  });
  return {
    nativeId,
    provider,
    type,
    name: textOf(given.name) ?? nativeId,
    region: textOf(given.region) ?? 'global',
    service: textOf(given.service) ?? type,
    category: textOf(given.category) ?? 'Other',
    state: textOf(given.state)?.toLowerCase() ?? 'active',
    tags: tagsOf(objectOf(given.tags, `${at}.tags`)),
    configuration: withoutSecrets(objectOf(given.configuration, `${at}.configuration`)),
    relations,
    ...(given.createdAt !== undefined && { createdAt: instant(given.createdAt, `${at}.createdAt`) }),
  };
}

function sampleOf(given: Fields, at: string, owner: Owner): Sample {
  const metric = required(given, 'metric', at);
  if (!Object.hasOwn(METRICS, metric)) throw wrong(`${at}.metric`, `must be one of ${Object.keys(METRICS).join(', ')}`);
  const { value } = given;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(`${at}.value`, 'must be a number');
  const nativeId = nativeIdOf(owner.provider, required(given, 'nativeId', at));
  return { nativeId, metric: metric as Metric, at: instant(given.at, `${at}.at`), value };
}

/** CloudGov's own form, for whatever no connector reads; `docs/inventory-files.md` describes it. */
export const PLAIN: FileFormat = {
  id: 'plain',
  title: 'a JSON object with `resources`',
  is: (document) => isFields(document) && Array.isArray(document.resources) && document.terraform_version === undefined,
  read(document, owner) {
    const { resources, samples } = document as Fields;
    return {
      resources: listOf(resources, 'resources').map((each, index) => resourceOf(each, `resources[${index}]`, owner)),
      samples: listOf(samples, 'samples').map((each, index) => sampleOf(each, `samples[${index}]`, owner)),
    };
  },
};
