import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { choices } from '#data';

export const DIRECTIONS = ['out', 'in'] as const;
export type Direction = (typeof DIRECTIONS)[number];
export const directionEnum = choices('RelationDirection', DIRECTIONS);

const known = (description: string) => Field(() => String, { nullable: true, description });

@ObjectType({ description: 'What a resource is tied to, or what is tied to it.' })
export class ResourceRelation {
  @Expose()
  @Field(() => directionEnum, { description: '`out`: this one names the other. `in`: the other names this one.' })
  direction: Direction;
  @Expose()
  @Field(() => String, { description: 'What the one that is named is to the other: `volume`, `subnet`, `role` …' })
  kind: string;
  @Expose() @Field(() => String, { description: 'The other’s id at its provider.' }) nativeId: string;
  @Expose()
  @Field(() => ID, { nullable: true, description: 'Null where the other is not known, or not to be seen.' })
  resourceId: string | null;
  @Expose() @known('Of the other.') name: string | null;
  @Expose() @known('Of the other.') type: string | null;
  @Expose() @known('Of the other; `deleted` where it is no longer there.') state: string | null;
}
