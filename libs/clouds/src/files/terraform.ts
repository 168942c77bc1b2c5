import type { CloudRelation, CloudResource } from '../cloud.js';
import { MASKED, withoutSecrets } from '../mask.js';
import { nativeIdOf } from '../native-id.js';
import { isFields, tagsOf, textOf, type Fields, type FileFormat } from './file-format.js';
import { placeOfType } from './services.js';
import { providerOf, TERRAFORM_TYPES } from './terraform-types.js';

interface Instance {
  provider: string;
  terraformType: string;
  /** `module.web.aws_instance.api[0]`. */
  address: string;
  nativeId: string;
  attributes: Fields;
}

const keyOf = (index: unknown) => (index === undefined || index === null ? '' : `[${JSON.stringify(index)}]`);

/** A path of `sensitive_attributes`: attribute names and indices, one step each. */
function maskAt(value: unknown, [step, ...rest]: unknown[]): unknown {
  if (step === undefined) return value === null || value === undefined ? value : MASKED;
  const key = isFields(step) ? step.value : step;
  const name = isFields(key) ? key.value : key;
  if (Array.isArray(value))
    return value.map((each, index) => (index === name ? maskAt(each, rest) : (each as unknown)));
  if (!isFields(value) || typeof name !== 'string' || !(name in value)) return value;
  return { ...value, [name]: maskAt(value[name], rest) };
}

const masked = (attributes: Fields, paths: unknown): Fields =>
  (Array.isArray(paths) ? paths : [])
    .filter((path) => Array.isArray(path))
    .reduce<Fields>((known, path: unknown[]) => maskAt(known, path) as Fields, attributes);

/** The id as the provider's bill writes it: AWS's ARN, Azure's resource id, Google's full resource name. */
function nativeIdFrom(provider: string, type: string, attributes: Fields, address: string): string {
  const id = textOf(attributes.id) ?? address;
  if (provider === 'aws') return nativeIdOf('aws', textOf(attributes.arn) ?? id);
  if (provider !== 'gcp') return nativeIdOf(provider, id);
  const link = textOf(attributes.self_link);
  const number = type === 'google_compute_instance' ? textOf(attributes.instance_id) : undefined;
  const name = link ? nativeIdOf('gcp', link) : id;
  return number ? name.replace(/[^/]+$/, number) : name;
}

function instancesOf(resource: Fields): Instance[] {
  const type = textOf(resource.type);
  const instances = resource.instances;
  if (resource.mode !== 'managed' || !type || !Array.isArray(instances)) return [];
  const provider = providerOf(textOf(resource.provider) ?? '');
  return instances.filter(isFields).map((instance) => {
    const module = textOf(resource.module);
    const address = `${module ? `${module}.` : ''}${type}.${String(resource.name)}${keyOf(instance.index_key)}`;
    const given = isFields(instance.attributes) ? instance.attributes : {};
    const attributes = masked(given, instance.sensitive_attributes);
    return {
      provider,
      terraformType: type,
      address,
      attributes,
      nativeId: nativeIdFrom(provider, type, given, address),
    };
  });
}

/** `eu-central-1` of an ARN or of the zone `eu-central-1a`, `europe-west1` of the zone `europe-west1-b`. */
function regionOf({ provider, attributes }: Instance): string {
  const said = textOf(attributes.region) ?? textOf(attributes.location) ?? textOf(attributes.arn)?.split(':')[3];
  if (said) return provider === 'gcp' ? said.slice(said.lastIndexOf('/') + 1) : said.replaceAll(' ', '').toLowerCase();
  const zone = textOf(attributes.availability_zone) ?? textOf(attributes.zone);
  return zone?.replace(provider === 'gcp' ? /-[a-z]$/ : /(?<=\d)[a-z]$/, '') ?? 'global';
}

/** `vpc_security_group_ids` ties to a `vpc_security_group`. */
const kindOf = (attribute: string) => attribute.replace(/_(?:ids?|arns?|self_link|name)$/, '').replace(/s$/, '');

function* textsOf(value: unknown, attribute: string): Generator<[attribute: string, text: string]> {
  if (typeof value === 'string') yield [attribute, value];
  else if (Array.isArray(value)) for (const each of value) yield* textsOf(each, attribute);
  else if (isFields(value)) for (const [key, each] of Object.entries(value)) yield* textsOf(each, key);
}

const OWN = new Set(['id', 'arn', 'self_link', 'name', 'tags', 'tags_all', 'labels']);

/** To whatever else in the state an attribute names by its id, its ARN or its link. */
function relationsOf(instance: Instance, known: ReadonlyMap<string, string>): CloudRelation[] {
  const found = new Map<string, CloudRelation>();
  for (const [name, value] of Object.entries(instance.attributes)) {
    if (OWN.has(name)) continue;
    for (const [attribute, text] of textsOf(value, name)) {
      const nativeId = known.get(`${instance.provider} ${text}`);
      if (!nativeId || nativeId === instance.nativeId) continue;
      const kind = kindOf(attribute);
      found.set(`${kind} ${nativeId}`, { kind, nativeId });
    }
  }
  return [...found.values()];
}

function namesOf(instances: readonly Instance[]): Map<string, string> {
  const known = new Map<string, string>();
  for (const { provider, attributes, nativeId } of instances)
    for (const name of [attributes.id, attributes.arn, attributes.self_link])
      if (textOf(name)) known.set(`${provider} ${String(name)}`, nativeId);
  return known;
}

function resourceOf(instance: Instance, known: ReadonlyMap<string, string>): CloudResource {
  const { attributes, provider, terraformType, nativeId, address } = instance;
  const type = TERRAFORM_TYPES[terraformType] ?? terraformType;
  const tags = tagsOf(attributes.tags_all ?? attributes.tags ?? attributes.labels);
  return {
    nativeId,
    provider,
    type,
    name: [tags.Name, attributes.name, attributes.bucket].map(textOf).find(Boolean) ?? nativeId,
    region: regionOf(instance),
    ...placeOfType(type),
    state: textOf(attributes.instance_state ?? attributes.status)?.toLowerCase() ?? 'active',
    tags,
    configuration: { ...withoutSecrets(attributes), terraformAddress: address },
    relations: relationsOf(instance, known),
  };
}

/**
 * Terraform's and OpenTofu's state of version 4 (https://developer.hashicorp.com/terraform/internals/state): what is managed,
 * with its attributes as the configuration; what the state marks as sensitive is masked, as is what looks secret.
 */
export const TERRAFORM: FileFormat = {
  id: 'terraform',
  title: 'a Terraform state',
  is: (document) => isFields(document) && textOf(document.terraform_version) !== undefined,
  read(document) {
    const { version, resources } = document as Fields;
    if (version !== 4)
      throw new Error(`is a Terraform state of version ${String(version)}; Terraform 0.12 and later write 4`);
    if (!Array.isArray(resources)) throw new Error('has no list of resources');
    const instances = resources.filter(isFields).flatMap(instancesOf);
    const known = namesOf(instances);
    return { resources: instances.map((instance) => resourceOf(instance, known)), samples: [] };
  },
};
