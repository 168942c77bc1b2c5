import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#common';
import { Answers, CurrentCaller, IfMatch, PageView, Requires, Rest } from '#platform';
import { AccountChecks } from './account-checks.js';
import { AccountCheck, DiscoveredAccount } from './account-check.view.js';
import { CloudAccount } from './cloud-account.entity.js';
import { CreateAccountInput, UpdateAccountInput } from './account.input.js';
import { AccountsQuery } from './accounts.query.js';
import { AccountsService } from './accounts.service.js';

@Rest('inventory/accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly checks: AccountChecks,
  ) {}

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

  @Post(':id/check')
  @HttpCode(200)
  @Requires('inventory:sync')
  @Answers(AccountCheck, 'Asks its cloud who we are there and what we may do, and says what is missing.')
  check(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.checks.check(caller, id);
  }

  @Post(':id/discover')
  @HttpCode(200)
  @Requires('inventory:sync')
  @Answers([DiscoveredAccount], 'The accounts that can be seen through this one, as the members of its organisation.')
  async discover(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    const items = await this.checks.discover(caller, id);
    return new PageView({ items, total: items.length, nextCursor: null });
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('inventory:write')
  @Answers(null, 'Removes an account that no bill speaks of.')
  remove(@CurrentCaller() caller: Caller, @Param('id') id: string, @IfMatch() seen?: number) {
    return this.accounts.remove(caller, id, seen);
  }
}
