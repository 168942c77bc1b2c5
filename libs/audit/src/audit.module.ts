import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Auditor } from '#platform';
import { AuditController } from './audit.controller.js';
import { AuditEntry } from './audit-entry.entity.js';
import { AuditExport } from './audit-export.js';
import { AuditResolver, JobRunHistory } from './audit.resolver.js';
import { AuditService } from './audit.service.js';
import { AuditKeys } from './chain/audit-keys.js';
import { ChainStore } from './chain/chain-store.js';
import { Checkpoints } from './chain/checkpoints.js';
import { Sealer, SealerParts } from './chain/sealer.js';
import { RetainJob } from './retention/retain.job.js';
import { Retention, RetentionParts } from './retention/retention.js';
import { AuditStream } from './stream/audit-stream.js';
import { ChainReader } from './verify/chain-reader.js';
import { CheckpointCheck } from './verify/checkpoint-check.js';
import { OutsideChain } from './verify/outside-chain.js';
import { VerificationService } from './verify/verification.service.js';
import { VerifyJob, VerifyParts } from './verify/verify.job.js';

const chain = [AuditKeys, ChainStore, Checkpoints, Sealer, SealerParts];
const verify = [ChainReader, CheckpointCheck, OutsideChain, VerificationService, VerifyJob, VerifyParts];
const retention = [Retention, RetentionParts, RetainJob, AuditStream];
const entries = [AuditService, AuditExport, AuditResolver, JobRunHistory];

/** Global, because the platform's port `Auditor` is asked for in every lib. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AuditEntry])],
  controllers: [AuditController],
  providers: [...entries, ...chain, ...verify, ...retention, { provide: Auditor, useExisting: AuditService }],
  exports: [AuditService, Auditor],
})
export class AuditModule {}
