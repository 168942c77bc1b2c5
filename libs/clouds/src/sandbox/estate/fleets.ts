/** How busy a day is, see `rhythm.ts`. `office` machines are off at night and on weekends. */
export type Rhythm = 'always' | 'traffic' | 'retail' | 'nightly' | 'closing' | 'office';

/** Resources of one kind that belong together. */
export interface Fleet {
  account: string;
  kind: string;
  prefix: string;
  application: string;
  /** Resources, or places in which one short-lived resource follows another. */
  count: number;
  rhythm: Rhythm;
  /** Days after which a place has a new resource; 0: the resources stay. */
  cycle: number;
  size: number;
  tags: 'all' | 'some' | 'none';
}

type Extra = Partial<Pick<Fleet, 'rhythm' | 'cycle' | 'size' | 'tags'>>;
type Row = [kind: string, prefix: string, application: string, count: number, extra?: Extra];

const fleetsOf = (account: string, rows: readonly Row[]): Fleet[] =>
  rows.map(([kind, prefix, application, count, extra]) => ({
    ...{ account, kind, prefix, application, count },
    ...{ rhythm: 'always' as const, cycle: 0, size: 1, tags: 'all' as const, ...extra },
  }));

const traffic: Extra = { rhythm: 'traffic' };
const retail: Extra = { rhythm: 'retail' };

const aws = [
  ...fleetsOf('payments-prod', [
    ['m6i.xlarge', 'payments-api', 'checkout', 24],
    ['ebs', 'payments-api-data', 'checkout', 24],
    ['db.r6g.xlarge', 'payments-db', 'checkout', 4, { size: 2 }],
    ['lambda', 'payments-events', 'settlement', 8, traffic],
    ['dynamodb', 'payments-ledger', 'ledger', 4, traffic],
    ['alb', 'payments-public', 'checkout', 3],
    ['nat', 'payments-egress', 'checkout', 2, traffic],
    ['logs', 'payments/api', 'checkout', 6, traffic],
    ['s3', 'meridian-payments-archive', 'ledger', 4, traffic],
    ['snapshot', 'payments-nightly', 'ledger', 10, { cycle: 14, tags: 'some' }],
  ]),
  ...fleetsOf('storefront-prod', [
    ['c6i.2xlarge', 'storefront-web', 'storefront', 22],
    ['m6i.large', 'storefront-scale', 'storefront', 12, { ...retail, cycle: 18 }],
    ['cloudfront', 'storefront-cdn', 'storefront', 4, retail],
    ['s3', 'meridian-storefront-media', 'catalogue', 8, { ...retail, size: 2 }],
    ['db.r6g.large', 'catalogue-db', 'catalogue', 4],
    ['alb', 'storefront-public', 'storefront', 4],
    ['dynamodb', 'storefront-sessions', 'storefront', 4, retail],
    ['logs', 'storefront/web', 'storefront', 6, retail],
    ['ebs', 'storefront-web-data', 'storefront', 14, { tags: 'some' }],
  ]),
  ...fleetsOf('platform-prod', [
    ['eks', 'platform', 'kubernetes', 2],
    ['m6i.xlarge', 'platform-node', 'kubernetes', 20, { cycle: 21 }],
    ['m6i.large', 'platform-tools', 'ci', 8],
    ['nat', 'platform-egress', 'network', 2, traffic],
    ['logs', 'platform/cluster', 'observability', 8, traffic],
    ['s3', 'meridian-platform-backups', 'backup', 6, { size: 4 }],
  ]),
  ...fleetsOf('platform-staging', [
    ['m6i.large', 'staging-api', 'checkout', 12, { rhythm: 'office' }],
    ['t3.medium', 'staging-web', 'storefront', 10, { rhythm: 'office', tags: 'some' }],
    ['t3.medium', 'preview', 'storefront', 10, { cycle: 15, tags: 'none' }],
    ['db.r6g.large', 'staging-db', 'checkout', 2],
    ['eks', 'staging', 'kubernetes', 1],
    ['ebs', 'staging-data', 'checkout', 12, { tags: 'some' }],
  ]),
  ...fleetsOf('data-lake', [
    ['s3', 'meridian-lake-zone', 'lake', 14, { rhythm: 'nightly', size: 12 }],
    ['r6i.4xlarge', 'spark-worker', 'pipelines', 12, { rhythm: 'nightly', cycle: 12 }],
    ['redshift', 'reporting', 'reporting', 2],
    ['lambda', 'lake-ingest', 'pipelines', 6, { rhythm: 'nightly', size: 2 }],
    ['logs', 'lake/pipelines', 'pipelines', 3, { rhythm: 'nightly' }],
  ]),
  ...fleetsOf('sandbox', [
    ['t3.medium', 'try', 'experiments', 14, { tags: 'none' }],
    ['m6i.large', 'legacy-wiki', 'wiki', 4, { tags: 'some' }],
    ['r6i.4xlarge', 'benchmark-leftover', 'experiments', 1, { tags: 'none' }],
    ['ebs', 'unattached', 'experiments', 10, { tags: 'none', size: 3 }],
    ['snapshot', 'old-image', 'experiments', 18, { tags: 'none' }],
    ['alb', 'unused', 'experiments', 2, { tags: 'none' }],
  ]),
];

const azure = [
  ...fleetsOf('erp-prod', [
    ['E8s_v5', 'erp-app', 'erp', 6],
    ['D4s_v5', 'erp-web', 'erp', 10],
    ['disk', 'erp-data', 'erp', 16],
    ['sql', 'erp-ledger', 'erp', 6],
    ['storage', 'erp-files', 'erp', 5, { rhythm: 'closing' }],
    ['workspace', 'erp-logs', 'erp', 2, { rhythm: 'closing' }],
  ]),
  ...fleetsOf('intranet-prod', [
    ['plan', 'intranet-web', 'intranet', 8],
    ['D2s_v5', 'vdi-host', 'desktops', 8, { rhythm: 'office', tags: 'some' }],
    ['storage', 'intranet-files', 'intranet', 6],
    ['cosmos', 'intranet-search', 'intranet', 2, traffic],
    ['disk', 'vdi-disk', 'desktops', 8, { tags: 'some' }],
    ['workspace', 'intranet-logs', 'intranet', 1, traffic],
  ]),
  ...fleetsOf('analytics-emea', [
    ['D4s_v5', 'batch-pool', 'pipelines', 8, { rhythm: 'nightly', cycle: 15 }],
    ['storage', 'emea-lake', 'lake', 6, { size: 6 }],
    ['sql', 'emea-mart', 'reporting', 3],
    ['aks', 'emea-jobs', 'pipelines', 1],
    ['disk', 'emea-scratch', 'pipelines', 6, { tags: 'none' }],
  ]),
];

const gcp = [
  ...fleetsOf('warehouse-prod', [
    ['bigquery', 'sales-analytics', 'warehouse', 1, { rhythm: 'traffic', size: 6 }],
    ['bigquery', 'mart', 'warehouse', 6, { rhythm: 'traffic' }],
    ['gcs', 'meridian-warehouse-landing', 'warehouse', 10, { size: 3 }],
    ['pubsub', 'orders', 'events', 6, retail],
    ['run', 'loader', 'events', 4, traffic],
    ['n2-standard-4', 'dataproc', 'pipelines', 14, { rhythm: 'nightly', cycle: 14 }],
    ['logging', 'warehouse', 'observability', 2, traffic],
  ]),
  ...fleetsOf('search-prod', [
    ['gke', 'search', 'search', 2],
    ['n2-standard-4', 'search-node', 'search', 12],
    ['pd', 'search-index', 'search', 12, { size: 3 }],
    ['cloudsql', 'search-config', 'search', 2],
    ['run', 'suggest', 'search', 4, retail],
    ['logging', 'search', 'observability', 2, retail],
  ]),
  ...fleetsOf('ml-research', [
    ['n2-highmem-16', 'notebook', 'research', 2, { tags: 'some' }],
    ['a2-highgpu-1g', 'gpu', 'research', 1, { rhythm: 'office' }],
    ['n2-standard-4', 'train', 'research', 8, { cycle: 10, tags: 'none' }],
    ['vertex', 'ranking', 'recommendations', 3],
    ['gcs', 'meridian-research-sets', 'research', 5, { size: 2 }],
    ['pd', 'notebook-disk', 'research', 6, { tags: 'some' }],
  ]),
];

export const FLEETS: readonly Fleet[] = [...aws, ...azure, ...gcp];
