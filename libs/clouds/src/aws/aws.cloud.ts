import { Injectable } from '@nestjs/common';
import { Clock } from '#common';
import type { CloudAccess, CloudConnection, CloudPlugin } from '../cloud.js';
import { accessOf, faultsOf } from './access.js';

/** Amazon Web Services, through its own SDK. */
@Injectable()
export class AwsCloud implements CloudPlugin {
  readonly id = 'aws';
  readonly title = 'Amazon Web Services';
  readonly description =
    'One AWS account: by the role named in its settings, by a stored access key, or by what the machine itself may.';
  readonly example = {
    settings: {
      roleArn: 'arn:aws:iam::123456789012:role/cloudgov',
      externalId: 'a long random text',
      regions: ['eu-central-1', 'us-east-1'],
      bills: 's3://focus-exports/daily',
    },
    credential: { accessKeyId: 'AKIA…', secretAccessKey: '…' },
  };

  constructor(private readonly clock: Clock) {}

  faults(access: CloudAccess): string[] {
    return faultsOf(access);
  }

  async connect(access: CloudAccess): Promise<CloudConnection> {
    const [{ AwsConnection }, { Clients }] = await Promise.all([import('./connection.js'), import('./clients.js')]);
    const aws = accessOf(access);
    return new AwsConnection(aws, new Clients(aws, this.clock));
  }
}
