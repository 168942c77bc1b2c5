export { ACTIONS, type ActionId, type ActionTarget, type CloudAction, type Effect } from './action.js';
export { parseS3, S3Store } from './aws/s3-store.js';
export type {
  CloudAccess,
  CloudConnection,
  CloudPlugin,
  CloudRelation,
  CloudResource,
  CredentialCheck,
  FoundAccount,
  Listing,
  Measurement,
  Sample,
  Unreachable,
} from './cloud.js';
export { CloudError, type CloudErrorKind } from './cloud-error.js';
export { Clouds } from './clouds.js';
export { CloudsModule } from './clouds.module.js';
export { filesBelow, Folder, placeWithin } from './files/folder.js';
export type { FileStore, StoredFile } from './file-store.js';
export { withoutSecrets } from './mask.js';
export { METRICS, type Metric } from './metric.js';
export { nativeIdOf } from './native-id.js';
export { BILL_COLUMNS, BILL_MONTHS, demoAccounts, demoBills, Ledger, PAYERS, type Bill } from './sandbox/index.js';
