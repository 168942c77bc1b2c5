import type { Kind } from './kind.js';
import { account } from './services/account.js';
import { autoscaling } from './services/autoscaling.js';
import { ec2 } from './services/ec2.js';
import { iam } from './services/iam.js';
import { loadBalancing } from './services/load-balancing.js';
import { rds } from './services/rds.js';
import { s3 } from './services/s3.js';
import { vpc } from './services/vpc.js';
import { containers } from './services/containers.js';
import { data } from './services/data.js';
import { management } from './services/management.js';
import { security } from './services/security.js';
import { serverless } from './services/serverless.js';

/** Every type that is listed. */
export const KINDS: readonly Kind[] = [
  ...ec2,
  ...vpc,
  ...autoscaling,
  ...loadBalancing,
  ...rds,
  ...s3,
  ...iam,
  ...containers,
  ...data,
  ...management,
  ...security,
  ...serverless,
  ...account,
];
