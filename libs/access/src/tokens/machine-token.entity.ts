import { Field, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { Column, Entity, Index } from 'typeorm';
import { Id, Moment, Text } from '#data';
import { TokenGrant } from './token-grant.view.js';

@Entity()
@Index('machine_token_name', ['name'], { unique: true })
@Index('machine_token_hash', ['hash'], { unique: true })
@ObjectType('Token', { description: 'A key for a machine, with roles of its own.' })
export class MachineToken {
  @Id() id: string;
  @Text({ max: 100, description: 'Its name in the audit log, `token:NAME`; never used twice.' }) name: string;
  /** SHA-256 of the token, which is kept nowhere. */
  @Column('bytea') hash: Buffer;
  @Text({ max: 4, description: 'The last four characters.' }) hint: string;
  @Text({ max: 300 }) createdBy: string;
  /** Whose rights bound its own; see `idOf` and `TokenRights`. */
  @Column('text') createdById: string;
  @Moment() createdAt: Date;
  @Moment({ nullable: true, description: 'From when on it is refused.' }) expiresAt: Date | null;
  @Moment({ nullable: true, description: 'To the minute.' }) lastUsedAt: Date | null;
  @Moment({ nullable: true, description: 'Since when it is refused.' }) revokedAt: Date | null;
  @Text({ max: 200, nullable: true }) revokedBy: string | null;

  @Expose()
  @Field(() => [TokenGrant], {
    description:
      'Its roles, each with where it holds, those that its maker gave as far as they still hold them; none once it is revoked.',
  })
  grants: TokenGrant[];
}
