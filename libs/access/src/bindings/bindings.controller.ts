import { Body, Delete, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#common';
import { Answers, CurrentCaller, IdParam, PageView, Requires, Rest } from '#platform';
import { RoleBindingInput, RoleBindingsQuery } from './binding.input.js';
import { BindingsService } from './bindings.service.js';
import { RoleBinding } from './role-binding.entity.js';

@Rest('access/bindings')
export class BindingsController {
  constructor(private readonly bindings: BindingsService) {}

  @Get()
  @Requires('access:read')
  @Answers([RoleBinding], 'Who has which role in which part of the estate; the newest first.')
  async list(@CurrentCaller() caller: Caller, @Query() query: RoleBindingsQuery) {
    return new PageView(await this.bindings.list(caller, query, query));
  }

  @Get(':id')
  @Requires('access:read')
  @Answers(RoleBinding, 'One binding.')
  get(@CurrentCaller() caller: Caller, @IdParam() id: string) {
    return this.bindings.get(caller, id);
  }

  @Post()
  @Requires('access:write')
  @Answers(RoleBinding, 'Gives somebody a role that the caller holds, in a part of the estate where they hold it.')
  async create(
    @CurrentCaller() caller: Caller,
    @Body() input: RoleBindingInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const binding = await this.bindings.create(caller, input);
    void reply.header('location', `/access/bindings/${binding.id}`);
    return binding;
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('access:write')
  @Answers(null, 'Takes a role away.')
  remove(@CurrentCaller() caller: Caller, @IdParam() id: string) {
    return this.bindings.remove(caller, id);
  }
}
