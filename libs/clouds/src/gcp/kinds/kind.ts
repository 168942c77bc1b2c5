import type { Metric } from '../../metric.js';

/** Which of Cloud Monitoring's metrics is one of ours. */
export interface GcpMetric {
  type: string;
  /** How a period's points become one: `rate` per second, `mean` of a gauge. */
  as: 'rate' | 'mean';
  /** What the mean is multiplied with: 100 for a ratio. */
  times?: number;
  /** More of the filter, such as a label of the metric. */
  where?: string;
}

/** One type of asset: all that the connector knows of it. */
export interface GcpKind {
  /** As the asset inventory names it: `compute.googleapis.com/Instance`. */
  type: string;
  /** In the words of the bill. */
  service: string;
  category: string;
  /** The label of its monitored resource by which a series is matched, and what of the resource it holds. */
  series?: { label: string; value: 'id' | 'name' | 'project:name' };
  metrics?: Partial<Record<Metric, GcpMetric>>;
}

export const rate = (type: string, where?: string): GcpMetric => ({ type, as: 'rate', ...(where && { where }) });
export const mean = (type: string, times?: number, where?: string): GcpMetric => ({
  type,
  as: 'mean',
  ...(times && { times }),
  ...(where && { where }),
});

type Rest = Omit<GcpKind, 'type' | 'service' | 'category'>;

/** Kinds of one service of Google, by the last words of their types. */
export const kindsOf = (
  host: string,
  [service, category]: readonly [string, string],
  types: Record<string, Rest> | readonly string[],
): GcpKind[] => {
  const entries: [string, Rest][] = Array.isArray(types)
    ? types.map((type: string) => [type, {}])
    : Object.entries(types as Record<string, Rest>);
  return entries.map(([type, more]) => ({ type: `${host}.googleapis.com/${type}`, service, category, ...more }));
};
