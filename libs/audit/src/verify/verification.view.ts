import { Field, Float, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { choices } from '#data';
import { FAULT_KINDS, type Fault, type FaultKind } from './findings.js';

export const AUDIT_STATES = ['whole', 'unsealed', ...FAULT_KINDS] as const;
export type AuditState = (typeof AUDIT_STATES)[number];

const kinds = choices('AuditFaultKind', FAULT_KINDS);
const states = choices('AuditState', AUDIT_STATES);

const moment = (description?: string) => Field(() => GraphQLISODateTime, { nullable: true, description });

@ObjectType('AuditFault', { description: 'A place where the record is not what was sealed.' })
export class FaultView implements Fault {
  @Expose() @Field(() => kinds) kind: FaultKind;
  @Expose() @Field(() => Float, { nullable: true, description: 'In the chain, from 1.' }) position: number | null;
  @Expose() @Field(() => ID, { nullable: true }) entryId: string | null;
  @Expose() @moment('Of the entry, else of the signature.') at: Date | null;
  @Expose() @Field(() => String) message: string;
}

@ObjectType('AuditUnsealed', {
  description: 'Entries that are written and not yet sealed; normally none is older than a second.',
})
export class UnsealedView {
  @Expose() @Field(() => Int) count: number;
  @Expose() @moment() oldestAt: Date | null;
  @Expose() @Field(() => Boolean, { description: 'The oldest waits for over 30 seconds.' }) isOverdue: boolean;
}

@ObjectType('AuditVerification', {
  description: 'Whether the audit record is what was sealed, and where it first is not.',
})
export class Verification {
  @Expose() @Field(() => ID, { description: 'The job run that does the work.' }) runId: string;
  @Expose() @Field(() => Boolean, { description: 'Until then the rest is unknown.' }) isEnded: boolean;
  @Expose()
  @Field(() => Boolean, { nullable: true, description: 'Nothing is wrong, and nothing waits too long.' })
  isWhole: boolean | null;

  @Expose()
  @Field(() => states, {
    nullable: true,
    description:
      '`restored`: turned back to an earlier checkpoint. `inserted`: an entry that was never sealed. Of several faults, the first.',
  })
  state: AuditState | null;

  @Expose() @Field(() => Float, { nullable: true, description: 'Sealed entries that were read.' }) entries:
    number | null;
  @Expose() @Field(() => Float, { nullable: true }) lastPosition: number | null;
  @Expose() @Field(() => String, { nullable: true, description: 'The last seal, in hexadecimal.' }) lastHash:
    string | null;
  @Expose() @Field(() => Float, { nullable: true, description: 'Signatures that were checked.' }) heads: number | null;
  @Expose() @Field(() => Float, { nullable: true }) checkpoints: number | null;
  @Expose() @Field(() => UnsealedView, { nullable: true }) unsealed: UnsealedView | null;
  @Expose()
  @Field(() => Float, { nullable: true, description: 'How many faults there are in all.' })
  faultCount: number | null;
  @Expose()
  @Field(() => [FaultView], { description: 'The first twenty.' })
  faults: FaultView[];
}
