import protobuf from 'protobufjs/minimal.js';
import snappy from 'snappyjs';

export interface WrittenSeries {
  labels: Record<string, string>;
  samples: readonly (readonly [at: number, value: number])[];
}

/** The bytes of a `WriteRequest` as Prometheus makes them, before snappy. */
export function writeRequest(all: readonly WrittenSeries[]): Buffer {
  const writer = protobuf.Writer.create();
  for (const { labels, samples } of all) {
    writer.uint32(10).fork();
    for (const [name, value] of Object.entries(labels))
      writer.uint32(10).fork().uint32(10).string(name).uint32(18).string(value).ldelim();
    for (const [at, value] of samples) writer.uint32(18).fork().uint32(9).double(value).uint32(16).int64(at).ldelim();
    writer.ldelim();
  }
  return Buffer.from(writer.finish());
}

export const REMOTE_WRITE = {
  'content-type': 'application/x-protobuf',
  'content-encoding': 'snappy',
  'x-prometheus-remote-write-version': '0.1.0',
};

/** A body of `POST /metrics/write`. */
export const remoteWrite = (all: readonly WrittenSeries[]) => snappy.compress(writeRequest(all));
