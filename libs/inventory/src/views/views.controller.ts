import { Body, Delete, Get, HttpCode, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#common';
import { Answers, CurrentCaller, IdParam, IfMatch, PageView, Requires, Rest } from '#platform';
import { SavedView, SavedViewChanges, SavedViewInput } from './saved-view.entity.js';
import { ViewsQuery } from './views.query.js';
import { ViewsService } from './views.service.js';

@Rest('views')
export class ViewsController {
  constructor(private readonly views: ViewsService) {}

  @Get() @Requires('views:read') @Answers([SavedView], 'One’s own views and those shared, by name.') async list(
    @CurrentCaller() caller: Caller,
    @Query() query: ViewsQuery,
  ) {
    return new PageView(await this.views.list(caller, query, query));
  }
  @Post() @Requires('views:write') @Answers(SavedView, 'Saves a view.') async create(
    @CurrentCaller() caller: Caller,
    @Body() input: SavedViewInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const view = await this.views.create(caller, input);
    void reply.header('location', `/views/${view.id}`);
    return view;
  }
  @Get(':id') @Requires('views:read') @Answers(SavedView, 'One view.') get(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
  ) {
    return this.views.get(caller, id);
  }
  @Patch(':id') @Requires('views:write') @Answers(SavedView, 'Changes a view of one’s own.') update(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Body() changes: SavedViewChanges,
    @IfMatch() seen?: number,
  ) {
    return this.views.update(caller, id, changes, seen);
  }
  @Delete(':id') @HttpCode(204) @Requires('views:write') @Answers(null, 'Deletes a view of one’s own.') remove(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() seen?: number,
  ) {
    return this.views.remove(caller, id, seen);
  }
}
