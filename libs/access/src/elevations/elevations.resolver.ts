import { Args, ArgsType, Field, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { HistoryOf } from '#audit';
import type { Caller } from '#common';
import { Connection, CurrentCaller, IdArg, pageRequest, Requires, toConnection } from '#platform';
import { Elevation, ElevationInput } from './elevation.entity.js';
import { ElevationsArgs } from './elevation.query.js';
import { ElevationsService } from './elevations.service.js';

const Elevations = Connection(Elevation);

/** A step of one elevation. */
@ArgsType()
class StepArgs {
  @Field(() => ID) @IsUUID() id: string;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @Length(1, 1000) note?: string;
}

@Resolver(() => Elevation)
export class ElevationsResolver {
  constructor(private readonly service: ElevationsService) {}

  @Query(() => Elevations) @Requires('elevations:request') async elevations(
    @CurrentCaller() caller: Caller,
    @Args() args: ElevationsArgs,
  ) {
    return toConnection(await this.service.list(caller, args, pageRequest(args)));
  }
  @Query(() => Elevation) @Requires('elevations:request') elevation(
    @CurrentCaller() caller: Caller,
    @IdArg() id: string,
  ) {
    return this.service.get(caller, id);
  }
  @Mutation(() => Elevation) @Requires('elevations:request') requestElevation(
    @CurrentCaller() caller: Caller,
    @Args('input') input: ElevationInput,
  ) {
    return this.service.request(caller, input);
  }
  @Mutation(() => Elevation) @Requires('elevations:approve') approveElevation(
    @CurrentCaller() caller: Caller,
    @Args() { id, note }: StepArgs,
  ) {
    return this.service.approve(caller, id, { note });
  }
  @Mutation(() => Elevation) @Requires('elevations:approve') denyElevation(
    @CurrentCaller() caller: Caller,
    @Args() { id, note }: StepArgs,
  ) {
    return this.service.deny(caller, id, { note });
  }
  @Mutation(() => Elevation) @Requires('elevations:request') cancelElevation(
    @CurrentCaller() caller: Caller,
    @Args() { id, note }: StepArgs,
  ) {
    return this.service.cancel(caller, id, { note });
  }
  @Mutation(() => Elevation) @Requires('elevations:request') endElevation(
    @CurrentCaller() caller: Caller,
    @Args() { id, note }: StepArgs,
  ) {
    return this.service.end(caller, id, { note });
  }
}

export const ElevationHistory = HistoryOf(() => Elevation, 'elevation');
