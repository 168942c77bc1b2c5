import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#common';
import { Answers, CurrentCaller, IfMatch, PageView, Requires, Rest } from '#platform';
import { CloudAccount } from './cloud-account.entity.js';
import { CreateAccountInput, UpdateAccountInput } from './account.input.js';
import { AccountsQuery } from './accounts.query.js';
import { AccountsService } from './accounts.service.js';

@Rest('inventory/accounts')
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Get()
  @Requires('inventory:read')
  @Answers([CloudAccount], 'Accounts, subscriptions and projects.')
  async list(@CurrentCaller() caller: Caller, @Query() query: AccountsQuery) {
    return new PageView(await this.accounts.list(caller, query, query));
  }

  @Get(':id')
  @Requires('inventory:read')
  @Answers(CloudAccount, 'One account.')
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.accounts.get(caller, id);
  }

  @Post()
  @Requires('inventory:write')
  @Answers(CloudAccount, 'Adds an account.')
  async create(
    @CurrentCaller() caller: Caller,
    @Body() input: CreateAccountInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const account = await this.accounts.create(caller, input);
    void reply.header('location', `/inventory/accounts/${account.id}`);
    return account;
  }

  @Patch(':id')
  @Requires('inventory:write')
  @Answers(CloudAccount, 'Changes an account, or retires it.')
  update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() input: UpdateAccountInput,
    @IfMatch() seen?: number,
  ) {
    return this.accounts.update(caller, id, { ...input, seen });
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('inventory:write')
  @Answers(null, 'Removes an account that no bill speaks of.')
  remove(@CurrentCaller() caller: Caller, @Param('id') id: string, @IfMatch() seen?: number) {
    return this.accounts.remove(caller, id, seen);
  }
}
