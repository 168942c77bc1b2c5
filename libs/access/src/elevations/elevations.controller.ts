import { Body, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#common';
import { Answers, CurrentCaller, IdParam, PageView, Requires, Rest } from '#platform';
import { Elevation, ElevationInput, StepInput } from './elevation.entity.js';
import { ElevationsQuery } from './elevation.query.js';
import { ElevationsService } from './elevations.service.js';

@Rest('access/elevations')
export class ElevationsController {
  constructor(private readonly elevations: ElevationsService) {}

  @Get()
  @Requires('elevations:request')
  @Answers([Elevation], 'One’s own elevations, and those that one might approve; the newest first.')
  async list(@CurrentCaller() caller: Caller, @Query() query: ElevationsQuery) {
    return new PageView(await this.elevations.list(caller, query, query));
  }

  @Get(':id')
  @Requires('elevations:request')
  @Answers(Elevation, 'One elevation.')
  get(@CurrentCaller() caller: Caller, @IdParam() id: string) {
    return this.elevations.get(caller, id);
  }

  @Post()
  @Requires('elevations:request')
  @Answers(Elevation, 'Asks for a role for a time, with a reason.')
  async request(
    @CurrentCaller() caller: Caller,
    @Body() input: ElevationInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const elevation = await this.elevations.request(caller, input);
    void reply.header('location', `/access/elevations/${elevation.id}`);
    return elevation;
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Requires('elevations:approve')
  @Answers(Elevation, 'Gives the role from now on; another person than who asked, who holds it themselves.')
  approve(@CurrentCaller() caller: Caller, @IdParam() id: string, @Body() said: StepInput) {
    return this.elevations.approve(caller, id, said);
  }

  @Post(':id/deny')
  @HttpCode(200)
  @Requires('elevations:approve')
  @Answers(Elevation, 'Refuses what is asked for.')
  deny(@CurrentCaller() caller: Caller, @IdParam() id: string, @Body() said: StepInput) {
    return this.elevations.deny(caller, id, said);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Requires('elevations:request')
  @Answers(Elevation, 'Takes one’s own request back.')
  cancel(@CurrentCaller() caller: Caller, @IdParam() id: string, @Body() said: StepInput) {
    return this.elevations.cancel(caller, id, said);
  }

  @Post(':id/end')
  @HttpCode(200)
  @Requires('elevations:request')
  @Answers(Elevation, 'Ends an elevation before its time: one’s own, or one that one might have approved.')
  end(@CurrentCaller() caller: Caller, @IdParam() id: string, @Body() said: StepInput) {
    return this.elevations.end(caller, id, said);
  }
}
