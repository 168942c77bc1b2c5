import { Field, GraphQLISODateTime, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { AsJson, GraphQLJSON } from '#data';

@ObjectType({ description: 'What became known of a resource, with before and after.' })
export class ResourceChange {
  @Expose() @Field(() => GraphQLISODateTime) at: Date;
  @Expose()
  @Field(() => String, {
    description:
      'What changed: `firstSeen`, `state`, `tags`, `name` …, or `config.PATH` of what its cloud says; `config` where that is as a whole another, with all that it was before.',
  })
  field: string;
  @AsJson() @Field(() => GraphQLJSON, { nullable: true }) before: unknown;
  @AsJson() @Field(() => GraphQLJSON, { nullable: true }) after: unknown;
  @Expose() @Field(() => String, { description: 'Who told of it: `bill` or `cloud`.' }) source: string;
}
