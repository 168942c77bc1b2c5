import type { CloudRelation, CloudResource } from '../cloud.js';
import { withoutSecrets } from '../mask.js';
import { nativeIdOf } from '../native-id.js';
import { isFields, tagsOf, textOf, type Fields, type FileFormat, type Owner } from './file-format.js';
import { placeOfType } from './services.js';

const GONE = new Set(['ResourceDeleted', 'ResourceDeletedNotRecorded', 'ResourceNotRecorded']);
const HAS_ID = /^(?:i|vol)-[0-9a-f]+$/;

/** AWS Config wraps documents in text, some of them twice. */
function unwrapped(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{"]/.test(value)) return value;
  try {
    return unwrapped(JSON.parse(value));
  } catch {
    return value;
  }
}

function itemsOf(document: unknown): Fields[] {
  if (!isFields(document)) return [];
  const items = document.configurationItems ?? document.baseConfigurationItems;
  if (Array.isArray(items)) return items.filter(isFields);
  return textOf(document.resourceType) && textOf(document.configurationItemStatus ?? document.configurationStateId)
    ? [document]
    : [];
}

/** By its ARN, or by the id where bills have that; AWS Config has no ARN of some types. */
const nativeIdFrom = (arn: string | undefined, id: string) => nativeIdOf('aws', arn && !HAS_ID.test(id) ? arn : id);

function relationsOf(item: Fields, ids: ReadonlyMap<string, string>): CloudRelation[] {
  const given = Array.isArray(item.relationships) ? item.relationships.filter(isFields) : [];
  return given.flatMap((relation) => {
    const type = textOf(relation.resourceType);
    const id = textOf(relation.resourceId) ?? textOf(relation.resourceName);
    if (!type || !id) return [];
    return [{ kind: kindOf(type), nativeId: ids.get(`${type} ${id}`) ?? id }];
  });
}

/** `AWS::EC2::SecurityGroup` is a `security_group`. */
const kindOf = (type: string) =>
  type
    .slice(type.lastIndexOf(':') + 1)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

function stateOf(configuration: Fields): string {
  const { state, status } = configuration;
  const word = isFields(state) ? (state.name ?? state.value) : (state ?? status);
  return textOf(word)?.toLowerCase() ?? 'active';
}

function configurationOf(item: Fields): Fields {
  const configuration = unwrapped(item.configuration);
  const more = isFields(item.supplementaryConfiguration) ? item.supplementaryConfiguration : {};
  return {
    ...(isFields(configuration) && configuration),
    ...Object.fromEntries(Object.entries(more).map(([key, value]) => [key, unwrapped(value)])),
  };
}

function resourceOf(item: Fields, ids: ReadonlyMap<string, string>): CloudResource {
  const type = textOf(item.resourceType)!;
  const id = textOf(item.resourceId)!;
  const configuration = configurationOf(item);
  const created = new Date(textOf(item.resourceCreationTime) ?? NaN);
  return {
    nativeId: nativeIdFrom(textOf(item.arn ?? item.ARN), id),
    provider: 'aws',
    type,
    name: textOf(item.resourceName) ?? id,
    region: textOf(item.awsRegion) ?? 'global',
    ...placeOfType(type),
    state: stateOf(configuration),
    tags: tagsOf(item.tags),
    configuration: withoutSecrets(configuration),
    relations: relationsOf(item, ids),
    ...(!Number.isNaN(+created) && { createdAt: created }),
  };
}

const isOf = (item: Fields, { externalId, provider }: Owner) => {
  const account = textOf(item.awsAccountId ?? item.accountId);
  return provider !== 'aws' || !account || account === externalId;
};

/**
 * Snapshots and history files that AWS Config delivers to S3, and single configuration items
 * (https://docs.aws.amazon.com/config/latest/developerguide/example-s3-snapshot.html). An aggregated file may hold items of
 * several accounts; each account takes its own.
 */
export const AWS_CONFIG: FileFormat = {
  id: 'aws-config',
  title: 'a snapshot of AWS Config',
  is: (document) =>
    itemsOf(document).length > 0 || (isFields(document) && textOf(document.configSnapshotId) !== undefined),
  read(document, owner) {
    const items = itemsOf(document).filter(
      (item) => textOf(item.resourceType) && textOf(item.resourceId) && isOf(item, owner),
    );
    const ids = new Map<string, string>();
    for (const item of items) {
      const type = textOf(item.resourceType)!;
      const id = textOf(item.resourceId)!;
      const nativeId = nativeIdFrom(textOf(item.arn ?? item.ARN), id);
      ids.set(`${type} ${id}`, nativeId).set(`${type} ${textOf(item.resourceName) ?? id}`, nativeId);
    }
    const here = items.filter((item) => !GONE.has(textOf(item.configurationItemStatus) ?? ''));
    return { resources: here.map((item) => resourceOf(item, ids)), samples: [] };
  },
};
