import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { countsFrom } from './listed.js';
import { realData } from '../real-data.js';
import type { StubAsset } from './gcp-stub.js';

interface Recorded {
  url: string;
  status: string;
  data: any;
}

const singular = (word: string) =>
  word
    .replace(/ies$/, 'y')
    .replace(/(ss|x)es$/, '$1')
    .replace(/([^s])s$/, '$1');
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const isThing = (value: unknown): value is Record<string, any> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** Lists within one thing, which are no things themselves. */
const PARTS = /^(bindings|auditConfigs|permissions|access|quotas|channels|unreachable|cronjobs|fields)$/;

/** Google's older API host has its service in the path. */
function hostOf({ url }: Recorded): string {
  const { hostname, pathname } = new URL(url);
  const host = hostname === 'www.googleapis.com' ? `${pathname.split('/')[1]}.googleapis.com` : hostname;
  return host.replace(/^sql\./, 'sqladmin.').replace(/^[a-z0-9-]+-aiplatform/, 'aiplatform');
}

const LIST = /(?:List|ListResponse|#buckets)$/;
/** What the services call otherwise than the inventory does. */
const NAMES: Record<string, string> = {
  'iam.googleapis.com/Account': 'iam.googleapis.com/ServiceAccount',
  'iam.googleapis.com/Key': 'iam.googleapis.com/ServiceAccountKey',
  'logging.googleapis.com/Sink': 'logging.googleapis.com/LogSink',
  'logging.googleapis.com/Metric': 'logging.googleapis.com/LogMetric',
  'run.googleapis.com/Item': 'run.googleapis.com/Service',
  'cloudfunctions.googleapis.com/Function': 'cloudfunctions.googleapis.com/CloudFunction',
};

/** Lists by their words; those of a project's every zone lie one step deeper. */
function listsOf(data: Record<string, any>): [string, unknown][] {
  const scopes = isThing(data.items)
    ? Object.values(data.items).flatMap((scope) => Object.entries(scope as object))
    : [];
  return [...Object.entries(data), ...scopes].filter(([word, list]) => Array.isArray(list) && !PARTS.test(word));
}

/** The things that one answer lists, each with the word for its kind; or the one that it is. */
function* thingsOf({ data, url }: Recorded): Iterable<[string, Record<string, any>]> {
  const wordOf = (thing: any, else_: string) => thing.kind?.split('#')[1] ?? singular(else_);
  if (!data.name && LIST.test(data.kind ?? 'List'))
    for (const [word, list] of listsOf(data))
      for (const thing of (list as unknown[]).filter(isThing)) yield [wordOf(thing, word), thing];
  else if (!/^(storage#policy)$/.test(data.kind ?? ''))
    yield [wordOf(data, new URL(url).pathname.split('/').at(-2)!), data];
}

const pathOf = (host: string, word: string, thing: Record<string, any>): string => {
  if (typeof thing.selfLink === 'string')
    return thing.selfLink.replace(/^https:\/\/[^/]+\/(?:[a-z]+\/)?v[^/]*\//, `//${host}/`);
  const name = String(thing.name ?? thing.projectId ?? thing.id ?? JSON.stringify(thing).length);
  return `//${host}/${name.includes('/') ? name : `projects/cloud-custodian/${word}s/${name}`}`;
};

/** What the services' own APIs told, as the inventory would hold it; what was told twice is told once. */
export function gcpRecorded(): StubAsset[] {
  const lines = gunzipSync(readFileSync(realData('inventory', 'gcp-responses.jsonl.gz')))
    .toString('utf8')
    .trim()
    .split('\n');
  const found = new Map<string, StubAsset>();
  for (const recorded of lines.map((line) => JSON.parse(line) as Recorded)) {
    if (recorded.status !== '200' || !recorded.url || !isThing(recorded.data)) continue;
    const host = hostOf(recorded);
    for (const [word, data] of thingsOf(recorded)) {
      const name = pathOf(host, word, data);
      const assetType = `${host}/${capital(word)}`;
      found.set(`${word} ${name}`, { name, assetType: NAMES[assetType] ?? assetType, data });
    }
  }
  return [...found.values()];
}

/** How many of each type there are, by service. */
const COUNTS = `
aiplatform: BatchPredictionJob 25, CustomJob 3, Dataset 4, Endpoint 4, EvaluationRun 4, HyperparameterTuningJob
  3, Model 6, ModelDeploymentMonitoringJob 9, Operation 4, PublisherModel 23
apikeys: Key 5
appengine: App 1, AuthorizedCertificate 1, Certificate 1, Cloud-custodian 1, Domain 1, DomainMapping 1,
  IngressRule 1, Service 1, Version 1
artifactregistry: Repository 3
bigquery: Dataset 9, Job 2, Table 8
bigtableadmin: Backup 2, Cluster 2, Instance 4, Table 2
certificatemanager: Certificate 3
cloudasset: Asset 1, Result 1
cloudbilling: BillingAccount 1
cloudfunctions: CloudFunction 13
cloudkms: CryptoKey 16, CryptoKeyVersion 1, KeyRing 90, Location 55
cloudresourcemanager: Folder 6, Organization 1, Project 17
cloudscheduler: Job 2
compute: Address 11, Autoscaler 6, BackendBucket 5, BackendService 2, Commitment 1, Disk 11, Firewall 19,
  ForwardingRule 7, HealthCheck 2, HttpHealthCheck 2, HttpsHealthCheck 2, Image 2, Instance 13,
  InstanceGroupManager 1, InstanceTemplate 3, InterconnectAttachment 1, Network 3, Project 2, Route 2, Router 2,
  SecurityPolicy 3, Snapshot 2, SslCertificate 2, SslPolicy 5, Subnetwork 18, TargetHttpProxy 2,
  TargetHttpsProxy 2, TargetInstance 2, TargetPool 2, TargetSslProxy 2, TargetTcpProxy 2, UrlMap 2, Zone 103
container: Cluster 8, NodePool 3
dataflow: Job 2
datafusion: Instance 1
dataproc: Cluster 1
deploymentmanager: Deployment 3
dns: ManagedZone 9, Policy 2, ResourceRecordSet 3
essentialcontacts: Contact 1
firestore: BackupSchedule 6, Database 24, Field 1, Index 6
iam: Role 3, ServiceAccount 10, ServiceAccountKey 3
logging: Exclusion 2, LogMetric 4, LogSink 7
ml: Job 1, Model 1
monitoring: AlertPolicy 1, Instance 1, TimeSery 4
networkconnectivity: Spoke 5
notebooks: Instance 3
osconfig: PatchDeployment 1
pubsub: Snapshot 1, Subscription 3, Topic 20
recommender: Recommendation 2
redis: Cluster 2, Instance 2
run: Service 4
secretmanager: Secret 4
securitycenter: Finding 1, ListFindingsResult 1, NotificationConfig 1, Source 1
serviceusage: Service 17
sourcerepo: Repo 1
spanner: Backup 4, Database 9, Instance 10
sqladmin: BackupRun 4, Instance 10, SslCert 2, User 1
storage: Bucket 21
`;

export const GCP_COUNTS = countsFrom(COUNTS, (service) => `${service}.googleapis.com`);
