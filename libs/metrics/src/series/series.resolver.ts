import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Caller } from '#common';
import { Resource } from '#inventory';
import { batch, CurrentCaller, Requires, SUMMED } from '#platform';
import { PointsArgs, SeriesArgs, UtilisationArgs } from './series.query.js';
import { SeriesService } from './series.service.js';
import { MetricCollection, MetricPoint, MetricSeries, Utilisation } from './series.view.js';
import { pointKey, UtilisationService } from './utilisation.service.js';

interface RequestContext {
  req: object;
}

@Resolver(() => MetricSeries)
export class SeriesResolver {
  constructor(private readonly service: SeriesService) {}

  @Query(() => MetricSeries, { complexity: SUMMED }) @Requires('metrics:read') metricSeries(
    @CurrentCaller() caller: Caller,
    @Args() args: SeriesArgs,
  ) {
    return this.service.series(caller, args);
  }

  @Query(() => [MetricCollection]) @Requires('metrics:read') metricCollections(@CurrentCaller() caller: Caller) {
    return this.service.collections(caller);
  }
}

/** What a resource has been used for, loaded for a whole page at once. */
@Resolver(() => Resource)
export class ResourceUtilisationResolver {
  constructor(private readonly service: UtilisationService) {}

  @ResolveField(() => [Utilisation]) @Requires('metrics:read') async utilisation(
    @CurrentCaller() caller: Caller,
    @Parent() { id }: Resource,
    @Args() args: UtilisationArgs,
    @Context() { req }: RequestContext,
  ) {
    const time = this.service.time(args);
    const load = (ids: string[]) => this.service.of(caller, ids, time);
    const asked = `utilisation ${args.from?.getTime()} ${args.to?.getTime()}`;
    return (await batch(req, asked, load).load(id)) ?? [];
  }
}

@Resolver(() => Utilisation)
export class UtilisationPointsResolver {
  constructor(private readonly service: UtilisationService) {}

  @ResolveField(() => [MetricPoint]) @Requires('metrics:read') async points(
    @CurrentCaller() caller: Caller,
    @Parent() parent: Utilisation,
    @Args() { step, stat }: PointsArgs,
    @Context() { req }: RequestContext,
  ) {
    const time = { from: parent.from.getTime(), to: parent.to.getTime() };
    const load = (keys: string[]) => this.service.points(caller, keys, { ...time, step, stat });
    const asked = `points ${time.from} ${time.to} ${step} ${stat}`;
    return (await batch(req, asked, load).load(pointKey(parent))) ?? [];
  }
}
