import { Body, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '#common';
import { Answers, CurrentCaller, PageView, Requires, Rest } from '#platform';
import { RemoteWriteService } from './remote/remote-write.service.js';
import { MetricSamplesInput } from './samples/samples.input.js';
import { SamplesService } from './samples/samples.service.js';
import { RemoteWriteTaken, SamplesTaken } from './samples/samples.view.js';
import { SeriesArgs, seriesQuery } from './series/series.query.js';
import { SeriesService } from './series/series.service.js';
import { MetricCollection, MetricSeries } from './series/series.view.js';

/** Beside `GET /metrics`, which tells Prometheus of CloudGov itself. */
@Rest('metrics')
export class UtilisationController {
  constructor(
    private readonly samples: SamplesService,
    private readonly remote: RemoteWriteService,
    private readonly service: SeriesService,
  ) {}

  @Post('samples')
  @HttpCode(200)
  @Requires('metrics:write')
  @Answers(SamplesTaken, 'Writes samples of utilisation; a bad one is told and does not cost the others.')
  take(@CurrentCaller() caller: Caller, @Body() { samples }: MetricSamplesInput) {
    return this.samples.take(caller, samples);
  }

  @Post('write')
  @HttpCode(200)
  @Requires('metrics:write')
  @Answers(RemoteWriteTaken, 'Prometheus remote write 1.0: a block of snappy with a WriteRequest.', {
    takes: { files: ['application/x-protobuf'] },
    problems: [400, 413, 415],
  })
  write(@CurrentCaller() caller: Caller, @Req() { body }: FastifyRequest) {
    return this.remote.write(caller, body);
  }

  /** `args` is not typed by its class, or the global validation would refuse the filter's words before the pipe reads them. */
  @Get('series')
  @Requires('metrics:read')
  @Answers(MetricSeries, 'A metric of one or more resources over time.', { asks: SeriesArgs })
  series(@CurrentCaller() caller: Caller, @Query(seriesQuery) args: Record<string, unknown>) {
    return this.service.series(caller, args);
  }

  @Get('collections')
  @Requires('metrics:read')
  @Answers(
    [MetricCollection],
    'How far the utilisation of each account has been asked from its cloud, and why not further.',
  )
  async collections(@CurrentCaller() caller: Caller) {
    const items = await this.service.collections(caller);
    return new PageView({ items, total: items.length, nextCursor: null });
  }
}
