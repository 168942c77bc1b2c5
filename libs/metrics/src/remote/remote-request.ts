import protobuf from 'protobufjs/minimal.js';

/** One series of a remote write: its labels, and its samples as pairs of places in the two lists. */
export interface RemoteSeries {
  labels: Map<string, string>;
  /** Milliseconds since 1970. */
  ats: number[];
  values: number[];
}

type Reader = protobuf.Reader;

const { Reader } = protobuf;

/** More are no batch of a sane sender; each costs memory. */
const MOST_LABELS = 200;

/** 64 bits with a sign as a number: moments fit, and what does not is refused for its age. */
function integer(reader: Reader): number {
  const { high, low } = reader.int64();
  return high * 2 ** 32 + (low >>> 0);
}

/** Reads the fields of a message of known length; what `take` does not take is skipped. */
function message(reader: Reader, length: number, take: (field: number, wire: number) => boolean): void {
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError('a message ends early');
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag >>> 3 === 0) throw new RangeError('a field has no number');
    if (!take(tag >>> 3, tag & 7)) reader.skipType(tag & 7);
  }
  if (reader.pos !== end) throw new RangeError('a field reaches beyond its message');
}

function label(reader: Reader, labels: Map<string, string>) {
  let [name, value] = ['', ''];
  message(reader, reader.uint32(), (field, wire) => {
    if (wire !== 2 || field > 2) return false;
    const text = reader.string();
    if (field === 1) name = text;
    else value = text;
    return true;
  });
  if (labels.size >= MOST_LABELS) throw new RangeError('a series has too many labels');
  labels.set(name, value);
}

function sample(reader: Reader, series: RemoteSeries) {
  let [at, value] = [0, 0];
  message(reader, reader.uint32(), (field, wire) => {
    if (field === 1 && wire === 1) value = reader.double();
    else if (field === 2 && wire === 0) at = integer(reader);
    else return false;
    return true;
  });
  series.ats.push(at);
  series.values.push(value);
}

/**
 * A `WriteRequest` of Prometheus remote write 1.0, unpacked (prometheus/prompb/remote.proto). Exemplars, histograms and
 * metadata are left out. Throws where the bytes are none.
 */
export function readWriteRequest(bytes: Uint8Array): RemoteSeries[] {
  const reader = Reader.create(bytes);
  const all: RemoteSeries[] = [];
  message(reader, bytes.length, (outer, outerWire) => {
    if (outer !== 1 || outerWire !== 2) return false;
    const series: RemoteSeries = { labels: new Map(), ats: [], values: [] };
    message(reader, reader.uint32(), (field, wire) => {
      if (wire !== 2 || field > 2) return false;
      if (field === 1) label(reader, series.labels);
      else sample(reader, series);
      return true;
    });
    all.push(series);
    return true;
  });
  return all;
}
