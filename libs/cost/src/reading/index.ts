export { FileRefused, type RefusalReason } from './file-refused.js';
export { openSource } from './open-source.js';
export type {
  Batch,
  BatchOptions,
  ChargeRow,
  Judge,
  OpenOptions,
  QuarantinedRow,
  Source,
  SourceFormat,
  SourceKind,
} from './source.js';
export { NO_TAGS, readTags, type TagSet } from './tags.js';
