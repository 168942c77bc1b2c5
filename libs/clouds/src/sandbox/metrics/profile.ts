import type { Metric } from '../../metric.js';
import type { Resident } from '../estate/deployment.js';
import type { Kind } from '../estate/kind.js';
import { fractionOf } from '../estate/random.js';
import { sizeOf } from '../estate/usage.js';

/** What is measured of a sort of resource, by `service/type` of the price list. */
const MEASURED: Readonly<Record<string, readonly Metric[]>> = {
  'Amazon Elastic Compute Cloud/EC2 Instance': ['cpu', 'network_in', 'network_out'],
  'Virtual Machines/Virtual machine': ['cpu', 'network_in', 'network_out'],
  'Compute Engine/Instance': ['cpu', 'network_in', 'network_out'],
  'Amazon Relational Database Service/RDS Database': ['cpu', 'connections'],
  'Azure SQL Database/SQL database': ['cpu', 'connections'],
  'Cloud SQL/Instance': ['cpu', 'connections'],
  'Amazon Redshift/Redshift Cluster': ['cpu'],
  'Elastic Load Balancing/Application Load Balancer': ['requests'],
  'AWS Lambda/Lambda Function': ['requests', 'duration'],
  'Cloud Run/Service': ['requests'],
  'Amazon Simple Storage Service/S3 Bucket': ['stored'],
  'Storage Accounts/Storage account': ['stored'],
  'Cloud Storage/Bucket': ['stored'],
};

export const metricsOf = ({ service, type }: Kind): readonly Metric[] => MEASURED[`${service}/${type}`] ?? [];

/** Clouds measure what is stored once a day, at midnight. */
export const isDaily = (metric: Metric) => metric === 'stored';

/** Mean CPU, in percent, of fleets that are not like most. */
const CPU: Readonly<Record<string, number>> = {
  // Nobody uses these.
  try: 1.2,
  'legacy-wiki': 2,
  'benchmark-leftover': 0.8,
  preview: 1.8,
  'staging-db': 2.5,
  // These do a little work on far too large machines.
  'platform-tools': 6,
  'erp-app': 8,
  notebook: 5,
  'catalogue-db': 7,
  'emea-mart': 6,
  // These are worked hard.
  'storefront-web': 52,
  'search-node': 58,
  'spark-worker': 82,
  'batch-pool': 76,
  dataproc: 79,
};

/** From this CPU down a machine talks to nobody. */
const IDLE = 3;

interface Profile {
  /** Mean over a usual day. */
  mean: number;
  /** How far above and below the mean the day goes, as a part of it. */
  swing: number;
}

const cpuOf = ({ fleet, seed }: Resident) =>
  (CPU[fleet.prefix] ?? 22 + 30 * fractionOf(seed, 51)) * (0.85 + 0.3 * fractionOf(seed, 52));

const steady = (mean: number): Profile => ({ mean, swing: 0.1 });
const daily = (mean: number): Profile => ({ mean, swing: 0.45 });

const GIB = 1024 ** 3;

const PROFILES: Partial<Record<Metric, (resident: Resident) => Profile>> = {
  cpu: (resident) => (resident.fleet.rhythm === 'nightly' ? steady(cpuOf(resident)) : daily(cpuOf(resident))),
  network_in: (resident) => (cpuOf(resident) < IDLE ? steady(12) : daily(cpuOf(resident) * 18_000)),
  network_out: (resident) => (cpuOf(resident) < IDLE ? steady(9) : daily(cpuOf(resident) * 31_000)),
  connections: (resident) => (cpuOf(resident) < IDLE ? { mean: 0, swing: 0 } : daily(cpuOf(resident) * 2.4)),
  requests: (resident) =>
    resident.fleet.prefix === 'unused' ? { mean: 0, swing: 0 } : daily(40 * sizeOf(resident.seed)),
  duration: (resident) => steady(60 + 240 * fractionOf(resident.seed, 53)),
  stored: (resident) => ({
    mean: resident.kind.meters[0]!.base * resident.fleet.size * sizeOf(resident.seed) * GIB,
    swing: 0,
  }),
};

export const profileOf = (metric: Metric, resident: Resident): Profile => PROFILES[metric]!(resident);
