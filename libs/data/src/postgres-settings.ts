import { createHash } from 'node:crypto';

export type PostgresSettings = Readonly<Record<string, string>>;

/**
 * For bills of millions of rows and many small reads on a machine of 4 GB that also runs the application: few
 * checkpoints while a bill is copied in, sorts and joins in memory, no question that takes all processors, and nothing
 * given up of durability (`fsync` and `synchronous_commit` stay on).
 */
const PRODUCT: PostgresSettings = {
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_connections: '100',
  max_parallel_workers_per_gather: '0',
  wal_compression: 'on',
  wal_buffers: '16MB',
  min_wal_size: '256MB',
  max_wal_size: '3GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  idle_in_transaction_session_timeout: '10min',
};

/** No network, and the same time zone whatever the machine's is. */
const PRIVATE: PostgresSettings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** The name under which a server carries the mark of the settings it was started with. */
export const MARK = 'cloudgov.settings';

/**
 * The command line of a server, and the mark by which a later process tells whether a server that it finds
 * running was started from the same programs with the same settings.
 */
export function serverArguments(place: { data: string; sockets: string; programs: string }, extra: PostgresSettings) {
  const settings = { ...PRODUCT, ...extra, ...PRIVATE, unix_socket_directories: `"${place.sockets}"` };
  const pairs = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const mark = createHash('sha256')
    .update([place.programs, ...pairs].join('\n'))
    .digest('hex')
    .slice(0, 16);
  return { mark, args: ['-D', place.data, ...[...pairs, `${MARK}=${mark}`].flatMap((pair) => ['-c', pair])] };
}
