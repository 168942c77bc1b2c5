import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { AsJson, GraphQLJSON } from '#data';

@ObjectType({ description: 'Whoever asks, and what they may do.' })
export class Me {
  @Expose() @Field(() => String, { description: 'As the audit log names them.' }) actor: string;
  @Expose() @Field(() => ID, { nullable: true, description: 'Of a person; a machine has none.' }) id: string | null;
  @Expose() @Field(() => String, { nullable: true }) email: string | null;
  @Expose() @Field(() => String, { nullable: true }) name: string | null;
  @Expose()
  @Field(() => [String], { description: 'Such as `budgets:write`, in order; `*` is every one.' })
  permissions: string[];
  @Expose()
  @Field(() => [String], { description: 'Names of the roles that are bound to them or their groups.' })
  roles: string[];
  @AsJson()
  @Field(() => GraphQLJSON, { description: 'The part of the estate that all their roles together show.' })
  scope: unknown;
}

@ObjectType({ description: 'Whoever asks, what they may do, and what their browser needs to change anything.' })
export class SignedIn extends Me {
  @Expose()
  @Field(() => String, { nullable: true, description: 'For the header `x-csrf-token`; a bearer token needs none.' })
  csrfToken: string | null;
}
