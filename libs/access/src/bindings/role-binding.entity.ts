import { Field, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { Column, Entity, Index } from 'typeorm';
import { Choice, Id, Json, Moment, Ref, Text } from '#data';
import type { ToldScope } from './scope.js';

export const PRINCIPALS = ['user', 'group', 'token'] as const;
export type PrincipalType = (typeof PRINCIPALS)[number];

@Entity()
@Index('role_binding_principal', ['principalType', 'principalId'])
@Index('role_binding_role', ['role', 'id'])
@Index('role_binding_expires', ['expiresAt'])
@ObjectType({ description: 'A role for somebody, in a part of the estate.' })
export class RoleBinding {
  @Id() id: string;
  @Choice({ name: 'PrincipalType', values: PRINCIPALS }) principalType: PrincipalType;
  @Text({
    max: 400,
    description: 'The id of a user or a token, or the name of a group as the identity provider says it.',
  })
  principalId: string;
  @Text({ max: 60 }) role: string;
  @Json({ description: '`{all: true}`, `{accounts: […]}` or `{tag: {key, values}}`.' }) scope: ToldScope;
  @Text({ max: 1000, nullable: true }) reason: string | null;
  @Text({ max: 300 }) grantedBy: string;
  @Column('text') grantedById: string;
  @Moment() createdAt: Date;
  @Moment({ nullable: true, description: 'When it ends by itself.' }) expiresAt: Date | null;
  @Ref({ nullable: true, description: 'The elevation that it carries out.' }) elevationId: string | null;
  @Text({ max: 200, nullable: true, description: 'The file that declares it, and alone may change it.' })
  declaredIn: string | null;

  @Expose()
  @Field(() => [String], { description: 'Accounts of its scope of which nothing is known (yet).' })
  unknownAccounts: string[];
}
