import { kindsOf, mean, rate, type GcpKind } from './kind.js';

const SQL = 'cloudsql.googleapis.com/database';
const STORAGE = 'storage.googleapis.com';
const REDIS = 'redis.googleapis.com';

export const DATA_KINDS: readonly GcpKind[] = [
  ...kindsOf('storage', ['Cloud Storage', 'Storage'], {
    Bucket: {
      series: { label: 'bucket_name', value: 'name' },
      metrics: {
        stored: mean(`${STORAGE}/storage/total_bytes`),
        requests: rate(`${STORAGE}/api/request_count`),
        network_in: rate(`${STORAGE}/network/received_bytes_count`),
        network_out: rate(`${STORAGE}/network/sent_bytes_count`),
      },
    },
  }),
  ...kindsOf('sqladmin', ['Cloud SQL', 'Databases'], {
    Instance: {
      series: { label: 'database_id', value: 'project:name' },
      metrics: {
        cpu: mean(`${SQL}/cpu/utilization`, 100),
        memory: mean(`${SQL}/memory/utilization`, 100),
        disk_used: mean(`${SQL}/disk/utilization`, 100),
        connections: mean(`${SQL}/network/connections`),
        network_in: rate(`${SQL}/network/received_bytes_count`),
        network_out: rate(`${SQL}/network/sent_bytes_count`),
      },
    },
    BackupRun: {},
  }),
  ...kindsOf('bigquery', ['BigQuery', 'Analytics'], ['Dataset', 'Table', 'Model', 'Routine']),
  ...kindsOf('spanner', ['Cloud Spanner', 'Databases'], {
    Instance: {
      series: { label: 'instance_id', value: 'name' },
      metrics: { cpu: mean('spanner.googleapis.com/instance/cpu/utilization', 100) },
    },
    Database: {},
    Backup: {},
  }),
  ...kindsOf('bigtableadmin', ['Cloud Bigtable', 'Databases'], ['Instance', 'Cluster', 'Table', 'Backup']),
  ...kindsOf('redis', ['Cloud Memorystore for Redis', 'Databases'], {
    Instance: {
      series: { label: 'instance_id', value: 'name' },
      metrics: {
        memory: mean(`${REDIS}/stats/memory/usage_ratio`, 100),
        connections: mean(`${REDIS}/clients/connected`),
      },
    },
    Cluster: {},
  }),
  ...kindsOf('file', ['Cloud Filestore', 'Storage'], ['Instance', 'Backup']),
  ...kindsOf('firestore', ['Cloud Firestore', 'Databases'], ['Database']),
  ...kindsOf('alloydb', ['AlloyDB for PostgreSQL', 'Databases'], ['Cluster', 'Instance']),
  ...kindsOf('dataproc', ['Dataproc', 'Analytics'], ['Cluster']),
  ...kindsOf('dataflow', ['Dataflow', 'Analytics'], ['Job']),
];
