import { Field, GraphQLISODateTime, ID, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { choices } from '#data';

export const METHODS = ['oidc', 'link'] as const;
export type SignInMethod = (typeof METHODS)[number];

const methods = choices('SignInMethod', METHODS);

@ObjectType({ description: 'A browser that a person is signed in with.' })
export class Session {
  @Expose() @Field(() => ID) id: string;
  @Expose() @Field(() => methods) method: SignInMethod;
  @Expose() @Field(() => String, { nullable: true, description: 'Where they signed in from.' }) address: string | null;
  @Expose() @Field(() => String, { nullable: true, description: 'The browser, as it calls itself.' }) agent:
    string | null;
  @Expose() @Field(() => GraphQLISODateTime) createdAt: Date;
  @Expose() @Field(() => GraphQLISODateTime, { description: 'To the minute.' }) seenAt: Date;
  @Expose() @Field(() => GraphQLISODateTime, { description: 'When it ends in any case.' }) expiresAt: Date;
  @Expose() @Field(() => Boolean, { description: 'Whether it is the one that asks.' }) isCurrent: boolean;
}

/** All of them, for nobody has more than fit on a page. */
@ObjectType('SessionList', { description: 'The open sessions of a person.' })
export class SessionList {
  @Expose() @Field(() => [Session]) items: Session[];

  constructor(items: Session[]) {
    this.items = items;
  }
}
