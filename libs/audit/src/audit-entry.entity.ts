import { ObjectType } from '@nestjs/graphql';
import { Entity, Index } from 'typeorm';
import { Id, Json, Moment, Text } from '#data';

@Entity()
@Index('audit_entry_subject', ['subjectType', 'subjectId', 'at'])
@Index('audit_entry_at', ['at', 'id'])
@Index('audit_entry_actor', ['actor', 'at', 'id'])
@Index('audit_entry_actor_id', ['actorId', 'at', 'id'])
@Index('audit_entry_action', ['action', 'at', 'id'])
@Index('audit_entry_request', ['requestId', 'at', 'id'])
@ObjectType({ description: 'Who did what, to what, when and why.' })
export class AuditEntry {
  @Id() id: string;
  @Moment() at: Date;
  @Text({
    max: 300,
    description: 'As they were called then: `user:ann@example.com`, `token:deploy`, `job:budgets.check`.',
  })
  actor: string;
  @Text({
    max: 300,
    description: 'One actor for ever, whatever they are called: `user:ID`, `token:ID`, else as `actor`.',
  })
  actorId: string;
  @Text({ max: 100, description: 'Such as `budget.update`.' }) action: string;
  @Text({ max: 100 }) subjectType: string;
  @Text({ max: 400 }) subjectId: string;
  @Json({ nullable: true }) before: unknown;
  @Json({ nullable: true }) after: unknown;
  @Text({ max: 4000, nullable: true }) note: string | null;
  @Text({ max: 200, nullable: true }) requestId: string | null;
  @Text({ max: 100, nullable: true }) address: string | null;
}
