import { ArgsType, Field } from '@nestjs/graphql';
import { IsIn, IsOptional } from 'class-validator';
import { choices } from '#data';
import { PageArgs, PageQuery } from '#platform';
import { ELEVATION_STATES, type ElevationState } from './elevation.entity.js';

export interface ElevationSearch {
  state?: ElevationState;
}

/** `GET /access/elevations?state=requested` */
export class ElevationsQuery extends PageQuery implements ElevationSearch {
  @IsOptional() @IsIn(ELEVATION_STATES) state?: ElevationState;
}

@ArgsType()
export class ElevationsArgs extends PageArgs implements ElevationSearch {
  @Field(() => choices('ElevationState', ELEVATION_STATES), { nullable: true })
  @IsOptional()
  @IsIn(ELEVATION_STATES)
  state?: ElevationState;
}
