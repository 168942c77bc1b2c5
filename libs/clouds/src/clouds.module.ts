import { Module, type Type } from '@nestjs/common';
import { AwsCloud } from './aws/aws.cloud.js';
import { AzureCloud } from './azure/azure.cloud.js';
import type { CloudPlugin } from './cloud.js';
import { CLOUD_PLUGINS, Clouds } from './clouds.js';
import { FilesCloud } from './files/files-cloud.js';
import { GcpCloud } from './gcp/gcp.cloud.js';
import { DatabaseLedger, Ledger, Sandbox } from './sandbox/index.js';

/** One class for each cloud, in the order in which they are offered. */
const PLUGINS: Type<CloudPlugin>[] = [AwsCloud, AzureCloud, GcpCloud, FilesCloud, Sandbox];

@Module({
  providers: [
    ...PLUGINS,
    { provide: CLOUD_PLUGINS, useFactory: (...plugins: CloudPlugin[]) => plugins, inject: PLUGINS },
    { provide: Ledger, useClass: DatabaseLedger },
    Clouds,
  ],
  exports: [Clouds, Ledger],
})
export class CloudsModule {}
