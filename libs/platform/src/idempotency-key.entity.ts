import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was answered to a POST with an `Idempotency-Key`, so that its repetition is answered alike. */
@Entity()
export class IdempotencyKey {
  @PrimaryColumn('text') actorId: string;
  @PrimaryColumn('text') key: string;
  /** Of method, path and body. */
  @Column('text') request: string;
  @Column('timestamptz') createdAt: Date;
  /** Null while the first request is still at work. */
  @Column('int', { nullable: true }) status: number | null;
  @Column('jsonb', { nullable: true }) answer: unknown;
  @Column('text', { nullable: true }) location: string | null;
}
