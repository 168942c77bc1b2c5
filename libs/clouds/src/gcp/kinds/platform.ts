import { kindsOf, mean, rate, type GcpKind } from './kind.js';

export const PLATFORM_KINDS: readonly GcpKind[] = [
  ...kindsOf('iam', ['Identity and Access Management', 'Identity'], ['ServiceAccount', 'ServiceAccountKey', 'Role']),
  ...kindsOf('cloudresourcemanager', ['Resource Manager', 'Management and Governance'], ['Project']),
  ...kindsOf('serviceusage', ['Service Usage', 'Management and Governance'], ['Service']),
  ...kindsOf('apikeys', ['API Keys', 'Identity'], ['Key']),
  ...kindsOf(
    'cloudkms',
    ['Cloud Key Management Service (KMS)', 'Security'],
    ['KeyRing', 'CryptoKey', 'CryptoKeyVersion'],
  ),
  ...kindsOf('secretmanager', ['Secret Manager', 'Security'], ['Secret', 'SecretVersion']),
  ...kindsOf('certificatemanager', ['Certificate Manager', 'Security'], ['Certificate', 'CertificateMap']),
  ...kindsOf('privateca', ['Certificate Authority Service', 'Security'], ['CaPool', 'CertificateAuthority']),
  ...kindsOf('logging', ['Cloud Logging', 'Management and Governance'], ['LogSink', 'LogMetric', 'LogBucket']),
  ...kindsOf('monitoring', ['Cloud Monitoring', 'Management and Governance'], ['AlertPolicy', 'NotificationChannel']),
  ...kindsOf('pubsub', ['Cloud Pub/Sub', 'Integration'], {
    Topic: {
      series: { label: 'topic_id', value: 'name' },
      metrics: { requests: rate('pubsub.googleapis.com/topic/send_request_count') },
    },
    Subscription: {
      series: { label: 'subscription_id', value: 'name' },
      metrics: { queued: mean('pubsub.googleapis.com/subscription/num_undelivered_messages') },
    },
    Snapshot: {},
  }),
  ...kindsOf('cloudscheduler', ['Cloud Scheduler', 'Integration'], ['Job']),
  ...kindsOf('cloudtasks', ['Cloud Tasks', 'Integration'], ['Queue']),
  ...kindsOf('dns', ['Cloud DNS', 'Networking'], ['ManagedZone', 'Policy']),
  ...kindsOf('aiplatform', ['Vertex AI', 'AI and Machine Learning'], ['Endpoint', 'Model', 'Dataset']),
  ...kindsOf('notebooks', ['Notebooks', 'AI and Machine Learning'], ['Instance']),
];
