import { Field, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsOptional, Length } from 'class-validator';
import { Column, Entity, Index } from 'typeorm';
import type { Filter } from '#common';
import { Count, Flag, Id, Json, Moment, Text } from '#data';

@Entity()
@Index('tag_rule_key', ['key', 'id'])
@ObjectType({ description: 'What is expected of one tag: that it is there, and which values it may have.' })
export class TagRule {
  @Id() id: string;
  @Text({ max: 256, description: 'The key of the tag, letter by letter.' }) key: string;
  @Flag({ initially: true, description: 'Whether a resource without the tag breaks the rule.' }) isRequired: boolean;

  @Expose()
  @Column('text', { array: true })
  @Field(() => [String], { description: 'What it may say, `*` standing for anything; none allow every value.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @Length(1, 256, { each: true })
  allowedValues: string[];

  @Json({ nullable: true, description: 'The resources that it is for, a filter; without one, all.' })
  appliesTo: Filter | null;
  @Text({ max: 1000, nullable: true }) description: string | null;
  @Moment() createdAt: Date;
  @Moment() updatedAt: Date;
  @Count({ initially: 1, description: 'Counts its changes; the ETag.' }) version: number;
}
