import { Body, Delete, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#common';
import { Answers, CurrentCaller, IdParam, PageView, Requires, Rest } from '#platform';
import { CreatedToken } from './created-token.view.js';
import { MachineToken } from './machine-token.entity.js';
import { TokenInput, TokensQuery } from './token.input.js';
import { TokensService } from './tokens.service.js';

@Rest('tokens')
export class TokensController {
  constructor(private readonly tokens: TokensService) {}

  @Get()
  @Requires('tokens:read')
  @Answers([MachineToken], 'Machine tokens, by name unless told; never the tokens themselves.')
  async list(@CurrentCaller() caller: Caller, @Query() query: TokensQuery) {
    return new PageView(await this.tokens.list(caller, query, query));
  }

  @Get(':id')
  @Requires('tokens:read')
  @Answers(MachineToken, 'One machine token.')
  get(@CurrentCaller() caller: Caller, @IdParam() id: string) {
    return this.tokens.get(caller, id);
  }

  @Post()
  @Requires('tokens:write')
  @Answers(CreatedToken, 'Makes a machine token with roles that the caller holds, and shows it this once.', {
    toldOnce: ['token'],
  })
  async create(
    @CurrentCaller() caller: Caller,
    @Body() input: TokenInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const token = await this.tokens.create(caller, input);
    void reply.header('location', `/tokens/${token.id}`);
    return token;
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('tokens:write')
  @Answers(null, 'Revokes a machine token for good.')
  revoke(@CurrentCaller() caller: Caller, @IdParam() id: string) {
    return this.tokens.revoke(caller, id);
  }
}
