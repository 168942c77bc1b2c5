import { Body, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#common';
import { Answers, answerWork, CurrentCaller, PageView, Requires, Rest, WaitQuery } from '#platform';
import { InventoryListing, InventorySync } from './inventory-sync.view.js';
import { ListingsQuery, StartSyncInput, SyncsQuery } from './sync.query.js';
import { SyncsService } from './syncs.service.js';

@Rest('inventory')
export class SyncsController {
  constructor(private readonly syncs: SyncsService) {}

  @Post('sync')
  @Requires('inventory:sync')
  @Answers(InventorySync, 'Asks clouds what they run.', { isWork: true, problems: [404, 409] })
  async start(
    @CurrentCaller() caller: Caller,
    @Body() input: StartSyncInput,
    @Query() { wait = 0 }: WaitQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { id } = await this.syncs.start(caller, input);
    const sync = await this.syncs.waitFor(caller, id, wait);
    answerWork(reply, `/inventory/syncs/${id}`, sync.endedAt !== null);
    return sync;
  }

  @Get('syncs')
  @Requires('inventory:read')
  @Answers([InventorySync], 'Syncs, the newest first.')
  async list(@CurrentCaller() caller: Caller, @Query() query: SyncsQuery) {
    return new PageView(await this.syncs.list(caller, query, query));
  }

  @Get('syncs/:id')
  @Requires('inventory:read')
  @Answers(InventorySync, 'One sync, with its progress.')
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.syncs.get(caller, id);
  }

  @Get('listings')
  @Requires('inventory:read')
  @Answers(
    [InventoryListing],
    'How far each type of resource in each region of an account is known, and why no further.',
  )
  async listings(@CurrentCaller() caller: Caller, @Query() query: ListingsQuery) {
    return new PageView(await this.syncs.listings(caller, query, query));
  }
}
