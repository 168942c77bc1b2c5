import { Field, InputType, ObjectType, PartialType, PickType } from '@nestjs/graphql';
import { IsBoolean, IsOptional } from 'class-validator';
import { Column, Entity, Index } from 'typeorm';
import { Choice, Count, Flag, Id, Json, Moment, Text } from '#data';
import { IsQuery } from './is-query.js';

/** What can be looked at through a view. */
export const VIEWED = ['inventory', 'cost', 'budgets', 'audit'] as const;

@Entity()
@Index('saved_view_name', ['name', 'id'])
@ObjectType({ description: 'A question that somebody asks again and again, under a name.' })
export class SavedView {
  @Id() id: string;
  @Text({ max: 120 }) name: string;
  @Choice({ name: 'ViewedPage', values: VIEWED, description: 'What it looks at.' }) page: (typeof VIEWED)[number];
  @Json({
    description:
      'The words of the question as its route takes them: `{"tag.team": "payments", "sort": "-monthlyCost"}`.',
  })
  @IsQuery()
  query: Record<string, string | string[]>;
  @Flag({ initially: false, description: 'Whether everybody sees it; only its maker changes it.' }) isShared: boolean;
  @Text({ max: 400, description: 'Who made it.' }) createdBy: string;
  @Column('text') createdById: string;
  @Moment() createdAt: Date;
  @Moment() updatedAt: Date;
  @Count({ initially: 1, description: 'Counts its changes; the ETag.' }) version: number;
}

@InputType()
export class SavedViewInput extends PickType(SavedView, ['name', 'page', 'query'] as const, InputType) {
  @Field(() => Boolean, { nullable: true, description: 'False unless told.' })
  @IsOptional()
  @IsBoolean()
  isShared?: boolean;
}

@InputType()
export class SavedViewChanges extends PartialType(SavedViewInput, InputType) {}
