import { Field, GraphQLISODateTime, Int, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import type { Permission } from '#common';

@ObjectType({ description: 'A set of permissions under a name.' })
export class Role {
  @Expose() @Field(() => String, { description: 'What bindings call it; it stays.' }) name: string;
  @Expose() @Field(() => String, { nullable: true }) description: string | null;
  @Expose() @Field(() => [String], { description: 'Such as `budgets:write`.' }) permissions: Permission[];
  @Expose() @Field(() => Boolean, { description: 'There from the start, and the same everywhere.' }) isBuiltIn: boolean;
  @Expose() @Field(() => GraphQLISODateTime, { nullable: true }) createdAt: Date | null;
  @Expose() @Field(() => GraphQLISODateTime, { nullable: true }) updatedAt: Date | null;
  /** By which the record knows it. */
  get id(): string {
    return this.name;
  }

  @Expose() @Field(() => Int, { description: 'Counts its changes; the ETag.' }) version: number;
}
