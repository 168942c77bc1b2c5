import { kindsOf, mean, rate, type GcpKind } from './kind.js';

const INSTANCE = 'compute.googleapis.com/instance';
const FUNCTION = 'cloudfunctions.googleapis.com/function';

export const COMPUTE_KINDS: readonly GcpKind[] = [
  ...kindsOf('compute', ['Compute Engine', 'Compute'], {
    Instance: {
      series: { label: 'instance_id', value: 'id' },
      metrics: {
        cpu: mean(`${INSTANCE}/cpu/utilization`, 100),
        memory: mean('agent.googleapis.com/memory/percent_used', 1, 'metric.labels.state = "used"'),
        disk_read: rate(`${INSTANCE}/disk/read_bytes_count`),
        disk_write: rate(`${INSTANCE}/disk/write_bytes_count`),
        disk_operations: rate(`${INSTANCE}/disk/read_ops_count`),
        network_in: rate(`${INSTANCE}/network/received_bytes_count`),
        network_out: rate(`${INSTANCE}/network/sent_bytes_count`),
      },
    },
    Disk: {},
    RegionDisk: {},
    Snapshot: {},
    Image: {},
    InstanceTemplate: {},
    InstanceGroup: {},
    InstanceGroupManager: {},
    Autoscaler: {},
    Commitment: {},
    Project: {},
  }),
  ...kindsOf(
    'compute',
    ['Networking', 'Networking'],
    [
      'Address',
      'GlobalAddress',
      'Firewall',
      'FirewallPolicy',
      'Network',
      'Subnetwork',
      'Route',
      'Router',
      'ForwardingRule',
      'GlobalForwardingRule',
      'BackendService',
      'RegionBackendService',
      'BackendBucket',
      'UrlMap',
      'TargetHttpProxy',
      'TargetHttpsProxy',
      'TargetSslProxy',
      'TargetPool',
      'TargetInstance',
      'HealthCheck',
      'HttpsHealthCheck',
      'SecurityPolicy',
      'SslCertificate',
      'SslPolicy',
      'VpnGateway',
      'VpnTunnel',
      'InterconnectAttachment',
    ],
  ),
  ...kindsOf('container', ['Kubernetes Engine', 'Compute'], ['Cluster', 'NodePool']),
  ...kindsOf('run', ['Cloud Run', 'Compute'], {
    Service: {
      series: { label: 'service_name', value: 'name' },
      metrics: {
        requests: rate('run.googleapis.com/request_count'),
        errors: rate('run.googleapis.com/request_count', 'metric.labels.response_code_class = "5xx"'),
      },
    },
    Job: {},
    Revision: {},
  }),
  ...kindsOf('cloudfunctions', ['Cloud Run Functions', 'Compute'], {
    Function: {},
    CloudFunction: {
      series: { label: 'function_name', value: 'name' },
      metrics: {
        requests: rate(`${FUNCTION}/execution_count`),
        errors: rate(`${FUNCTION}/execution_count`, 'metric.labels.status != "ok"'),
      },
    },
  }),
  ...kindsOf('appengine', ['App Engine', 'Compute'], ['Application', 'Service', 'Version']),
  ...kindsOf('artifactregistry', ['Artifact Registry', 'Storage'], ['Repository']),
];
