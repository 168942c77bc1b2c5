import { hashOf, hexOf } from '../../libs/clouds/src/sandbox/estate/random.js';

export interface BillShape {
  resources: number;
  tagSets: number;
  skus: number;
  services: number;
  /** Sub-accounts. */
  accounts: number;
  seed: number;
}

interface Sku {
  /** Prices in units of 1e-10. */
  price: number;
  listPrice: number;
  cells: string;
}

type Cells = Record<string, string>;

const CATEGORIES = [
  ['Compute', 'Virtual Machines'],
  ['Storage', 'Object Storage'],
  ['Databases', 'Relational Databases'],
  ['Networking', 'Content Delivery'],
  ['Databases', 'Data Warehouses'],
] as const;
const REGIONS = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2', 'ap-southeast-1'];
const TEAMS = ['payments', 'storefront', 'platform', 'data', 'search', 'research', 'finance'];
const ENVS = ['prod', 'staging', 'dev'];

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const joined = (columns: readonly string[], cells: Cells) =>
  columns.map((column) => quoted(cells[column] ?? '')).join(',');

/** Cells that many rows share are made once; a resource's are made when it first comes. */
export function billParts(shape: BillShape, columns: { sku: readonly string[]; resource: readonly string[] }) {
  const skus = Array.from({ length: shape.skus }, (_, index) => skuOf(shape, index, columns.sku));
  const tags = Array.from({ length: shape.tagSets }, (_, index) => quoted(tagsOf(shape.seed, index)));
  const resources: string[] = [];
  const order = hashOf(shape.seed, 77) % shape.resources;
  return {
    /** Every resource comes once in as many rows as there are resources, so that a large bill names them all. */
    resourceOf: (row: number) => (row + order) % shape.resources,
    skuOf: (resource: number) => skus[hashOf(shape.seed, resource, 2) % shape.skus]!,
    resourceCells: (resource: number) =>
      (resources[resource] ??= `${resourceOf(shape, resource, columns.resource)},${tags[resource % shape.tagSets]}`),
  };
}

function skuOf({ seed, services }: BillShape, index: number, columns: readonly string[]): Sku {
  // Up to 3 units of money; with 24.00 units at most a cost stays a safe integer of 1e-12.
  const price = 1 + (hashOf(seed, index, 3) % 300_000) * 99_991;
  const listPrice = Math.round(price * 1.08);
  const service = index % services;
  const [category, subcategory] = CATEGORIES[service % CATEGORIES.length]!;
  const [list, contracted] = [priceText(listPrice), priceText(price)];
  const cells = {
    ...{ ListUnitPrice: list, ContractedUnitPrice: contracted },
    ...{ PricingCurrencyListUnitPrice: list, PricingCurrencyContractedUnitPrice: contracted },
    ...{ PricingUnit: 'Hours', ConsumedUnit: 'Hours', SkuId: `SKU-${index}`, SkuMeter: `Meter ${index}` },
    ...{ SkuPriceId: `SKU-${index}.OD`, SkuPriceDetails: JSON.stringify({ CoreCount: 2 ** (index % 6) }) },
    ...{ ChargeDescription: `$${contracted} per hour, "on demand", meter ${index}` },
    ...{ ServiceName: `Service ${service}`, ServiceCategory: category, ServiceSubcategory: subcategory },
    ...{ ResourceType: `Type ${service}` },
  };
  return { price, listPrice, cells: joined(columns, cells) };
}

function priceText(units: number): string {
  const digits = String(units).padStart(11, '0');
  return `${digits.slice(0, -10)}.${digits.slice(-10)}`;
}

function resourceOf({ seed, accounts }: BillShape, index: number, columns: readonly string[]): string {
  const account = hashOf(seed, index, 4) % accounts;
  const accountId = String(100_000_000_000 + account);
  const region = REGIONS[hashOf(seed, index, 5) % REGIONS.length]!;
  // The index keeps identifiers apart whatever the hash does.
  const id = `i-${index.toString(16).padStart(6, '0')}${hexOf(seed, index, 11)}`;
  return joined(columns, {
    ResourceId: `arn:aws:ec2:${region}:${accountId}:instance/${id}`,
    ResourceName: `node-${index}`,
    ...{ SubAccountId: accountId, SubAccountName: `account-${account}`, SubAccountType: 'Member Account' },
    ...{ RegionId: region, RegionName: `Region ${region}`, AvailabilityZone: `${region}a` },
  });
}

function tagsOf(seed: number, index: number): string {
  const luck = hashOf(seed, index, 6);
  return JSON.stringify({
    team: TEAMS[luck % TEAMS.length],
    env: ENVS[(luck >>> 4) % ENVS.length],
    application: `app-${index}`,
    'cost-center': `cc-${1000 + ((luck >>> 8) % 300)}`,
  });
}
