/**
 * How a meter runs: `hours` while the resource is on, `stock` as a share of the month (GB-Months), `flow` with what its
 * users do.
 */
export type Curve = 'hours' | 'stock' | 'flow';

export interface Meter {
  sku: string;
  name: string;
  unit: string;
  /** List price of one unit in the cheapest region. */
  price: string;
  curve: Curve;
  /** Units a day (`flow`), units held (`stock`) or machines (`hours`) of a resource of size 1. */
  base: number;
  /** Decimals of the quantity. */
  scale: number;
  /** SkuPriceDetails: properties that FOCUS defines, own ones beginning with `x_`. */
  details?: Readonly<Record<string, string | number>>;
}

/** Where a resource lives and what its identifier may be made of. */
export interface Place {
  account: string;
  region: string;
  name: string;
  /** Hexadecimal digits of its own. */
  hex: string;
}

/** A sort of resource as a provider bills it. */
export interface Kind {
  service: string;
  category: string;
  subcategory: string;
  type: string;
  meters: readonly Meter[];
  nativeId: (place: Place) => string;
  /** Billed in a zone of its region. */
  isZonal?: boolean;
  /** Served from everywhere: its rows name no region. */
  isGlobal?: boolean;
  /** Its identifier is all the name it has. */
  isUnnamed?: boolean;
  /** What can be had in several sizes says which this is, in the cloud's own words; others of its type differ in price. */
  size?: string;
}

export const hours = (sku: string, name: string, price: string, details?: Meter['details']): Meter => ({
  ...{ sku, name, price, details, unit: 'Hours', curve: 'hours', base: 1, scale: 4 },
});

export const stock = (sku: string, name: string, price: string, unit = 'GB-Months'): Meter => ({
  ...{ sku, name, price, unit, curve: 'stock', base: 1, scale: 10 },
});

export const flow = (...parts: [sku: string, name: string, price: string, unit: string, base: number]): Meter => {
  const [sku, name, price, unit, base] = parts;
  return { sku, name, price, unit, base, curve: 'flow', scale: unit === 'Requests' ? 0 : 6 };
};
