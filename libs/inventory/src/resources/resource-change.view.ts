import { Field, GraphQLISODateTime, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { AsJson, GraphQLJSON } from '#data';

@ObjectType({ description: 'What became known of a resource, with before and after.' })
export class ResourceChange {
  @Expose() @Field(() => GraphQLISODateTime) at: Date;
  @Expose()
  @Field(() => String, { description: 'What changed: `firstSeen`, `tags`, `name`, `region` …' })
  field: string;
  @AsJson() @Field(() => GraphQLJSON, { nullable: true }) before: unknown;
  @AsJson() @Field(() => GraphQLJSON, { nullable: true }) after: unknown;
  @Expose() @Field(() => String, { description: 'Who told of it: `bill`.' }) source: string;
}

@ObjectType({ description: 'What a resource is tied to.' })
export class ResourceRelation {
  @Expose() @Field(() => String, { description: 'Such as `attached_to`.' }) kind: string;
  @Expose() @Field(() => String) resourceId: string;
}
