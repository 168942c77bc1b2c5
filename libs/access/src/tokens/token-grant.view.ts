import { Field, GraphQLISODateTime, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { AsJson, GraphQLJSON } from '#data';
import type { ToldScope } from '../bindings/scope.js';

@ObjectType({ description: 'What a token may do in a part of the estate.' })
export class TokenGrant {
  @Expose() @Field(() => String) role: string;

  @AsJson()
  @Field(() => GraphQLJSON, { description: '`{all: true}`, `{accounts: […]}` or `{tag: {key, values}}`.' })
  scope: ToldScope;

  @Expose() @Field(() => GraphQLISODateTime, { nullable: true }) expiresAt: Date | null;
}
