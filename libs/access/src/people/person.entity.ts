import { Field, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { Column, Entity, Index } from 'typeorm';
import type { Actor } from '#common';
import { Choice, Count, Id, Moment, Text } from '#data';

/** How we first heard of a person. */
export const PERSON_ORIGINS = ['owner', 'invitation', 'oidc'] as const;
export type PersonOrigin = (typeof PERSON_ORIGINS)[number];

@Entity()
@Index('person_email', { synchronize: false })
@Index('person_identity', ['issuer', 'subject'], { unique: true })
@ObjectType('User', { description: 'A person who may sign in; their rights are role bindings.' })
export class Person {
  @Id() id: string;
  @Text({ max: 254, description: 'In lower case; nobody else has it.' }) email: string;
  @Text({ max: 200, nullable: true }) name: string | null;

  @Expose()
  @Column('text', { array: true, default: '{}' })
  @Field(() => [String], {
    description: 'As the identity provider told at the last sign-in; roles can be bound to them.',
  })
  groups: string[];

  @Text({ max: 2000, nullable: true, description: 'The identity provider that vouches for them.' })
  issuer: string | null;

  /** Whom the issuer means; the e-mail address of a person can change. */
  @Column('text', { nullable: true }) subject: string | null;

  @Choice({ name: 'UserOrigin', values: PERSON_ORIGINS, description: 'How we first heard of them.' })
  origin: PersonOrigin;

  @Moment({ nullable: true, description: 'Since when they may not sign in.' }) disabledAt: Date | null;
  @Moment() createdAt: Date;
  @Moment() updatedAt: Date;
  @Moment({ nullable: true, description: 'None: has never signed in.' }) lastSeenAt: Date | null;
  @Count({ initially: 1, description: 'Counts its changes; the ETag.' }) version: number;
}

/** Addresses change, and may be somebody else's later; the id is theirs for ever. */
export const actorOf = ({ id, email }: Pick<Person, 'id' | 'email'>): Actor => ({
  actor: `user:${email}`,
  actorId: `user:${id}`,
});
