import { Field, ObjectType } from '@nestjs/graphql';
import { AsJson, GraphQLJSON } from '#data';

/** What Terminus answers; each part has a `status` and facts of its own. */
@ObjectType('Health', { description: 'Whether it works, part by part.' })
export class HealthView {
  @AsJson() @Field(() => String, { description: '`ok`, `error` or `shutting_down`' }) status: string;
  @AsJson() @Field(() => GraphQLJSON, { description: 'The parts that work.' }) info: unknown;
  @AsJson() @Field(() => GraphQLJSON, { description: 'The parts that do not.' }) error: unknown;
  @AsJson() @Field(() => GraphQLJSON, { description: 'All parts.' }) details: unknown;
}
