import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { AsJson, GraphQLJSON } from '#data';

@ObjectType({ description: 'Something that a credential must be allowed to do.' })
export class CheckedPermission {
  @Expose() @Field(() => String, { description: 'In the cloud’s own words.' }) action: string;
  @Expose() @Field(() => String, { description: 'What it is for.' }) purpose: string;
  @Expose()
  @Field(() => String, { nullable: true, description: 'What the cloud said; null where it is allowed.' })
  missing: string | null;
}

@ObjectType({ description: 'Who we are at a cloud, what we may do there, and what is missing.' })
export class AccountCheck {
  @Expose() @Field(() => ID) accountId: string;
  @Expose() @Field(() => Boolean, { description: 'Nothing is missing.' }) isComplete: boolean;
  @Expose()
  @Field(() => String, { nullable: true, description: 'Who the cloud says that we are.' })
  identity: string | null;
  @Expose() @Field(() => [CheckedPermission]) permissions: CheckedPermission[];
  @Expose()
  @Field(() => String, { nullable: true, description: 'The least policy with which everything works, ready to paste.' })
  policy: string | null;
  @Expose() @Field(() => String, { nullable: true, description: 'Why nothing could be asked.' }) error: string | null;
}

@ObjectType({ description: 'An account that another one can see.' })
export class DiscoveredAccount {
  @Expose() @Field(() => String) provider: string;
  @Expose() @Field(() => String) externalId: string;
  @Expose() @Field(() => String) name: string;
  @AsJson()
  @Field(() => GraphQLJSON, { description: 'Settings with which it can be added.' })
  settings: Record<string, unknown>;
  @Expose()
  @Field(() => ID, { nullable: true, description: 'Null where it has not been added yet.' })
  accountId: string | null;
}
