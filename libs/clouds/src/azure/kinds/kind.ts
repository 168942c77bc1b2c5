import type { Metric } from '../../metric.js';

/** What Resource Graph does not carry of a resource, asked of Resource Manager below the resource's own path. */
export interface Part {
  /** Its key in the configuration. */
  name: string;
  path: string;
  api: string;
  /** A list whose items tell more when each is asked for by itself. */
  each?: true;
  /** What must be permitted, where it is not `TYPE/PATH/read`. */
  permission?: string;
}

/** Which of Azure Monitor's metrics is one of ours. Several names are added up. */
export interface AzureMetric {
  names: readonly string[];
  aggregation: 'average' | 'total' | 'count' | 'maximum';
  /** `rate`: what a period has added up, per second; `rest`: 100 less that. */
  as?: 'rate' | 'rest';
}

export type Table =
  'resources' | 'resourcecontainers' | 'authorizationresources' | 'policyresources' | 'securityresources';

/** One type of resource: all that the connector knows of it. */
export interface AzureKind {
  /** As Azure's documentation writes it. */
  type: string;
  /** In the words of the FOCUS export. */
  service: string;
  category: string;
  /** The table of Resource Graph that holds it; `resources` where none is named. */
  table?: Table;
  /** The list within another type's properties that holds it: subnets are no rows of their own. */
  within?: { type: string; list: string };
  parts?: readonly Part[];
  metrics?: Partial<Record<Metric, AzureMetric>>;
}

export const part = (name: string, path: string, api: string, more: Partial<Part> = {}): Part => ({
  name,
  path,
  api,
  ...more,
});

/** Where a resource's logs are sent. */
export const DIAGNOSTICS = part(
  'diagnosticSettings',
  'providers/Microsoft.Insights/diagnosticSettings',
  '2021-05-01-preview',
  { permission: 'Microsoft.Insights/diagnosticSettings/read' },
);

export const average = (...names: string[]): AzureMetric => ({ names, aggregation: 'average' });
export const rate = (...names: string[]): AzureMetric => ({ names, aggregation: 'total', as: 'rate' });
export const rest = (...names: string[]): AzureMetric => ({ names, aggregation: 'average', as: 'rest' });

type Rest = Omit<AzureKind, 'type' | 'service' | 'category'>;

/** Kinds of one service, each with what is particular to it. */
export const kindsOf = (service: string, category: string, types: Record<string, Rest>): AzureKind[] =>
  Object.entries(types).map(([type, more]) => ({ type, service, category, ...more }));
