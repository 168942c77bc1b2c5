/** The utilisation that every cloud is asked for, whatever it calls it, with the unit of a sample. */
export const METRICS = {
  cpu: 'percent',
  memory: 'percent',
  disk_used: 'percent',
  disk_read: 'bytes per second',
  disk_write: 'bytes per second',
  disk_operations: 'per second',
  network_in: 'bytes per second',
  network_out: 'bytes per second',
  connections: 'count',
  requests: 'per second',
  errors: 'per second',
  duration: 'milliseconds',
  queued: 'count',
  stored: 'bytes',
} as const;

export type Metric = keyof typeof METRICS;
