import { ArgsType, Field } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '#platform';
import { DIRECTIONS, directionEnum, type Direction } from './resource-relation.view.js';
import { ResourcePageArgs } from './resources.query.js';

export interface RelationSearch {
  direction?: Direction;
  kind?: string;
}

export class RelationsQuery extends PageQuery implements RelationSearch {
  @IsOptional() @IsIn(DIRECTIONS) direction?: Direction;
  @IsOptional() @IsString() @MaxLength(400) kind?: string;
}

@ArgsType()
export class RelationsArgs extends ResourcePageArgs implements RelationSearch {
  @Field(() => directionEnum, { nullable: true }) @IsOptional() @IsIn(DIRECTIONS) direction?: Direction;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(400) kind?: string;
}
