import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#common';
import { Answers, CurrentCaller, IfMatch, PageQuery, PageView, Requires, Rest } from '#platform';
import { RoleChanges, RoleInput } from './role.input.js';
import { Role } from './role.view.js';
import { RolesService } from './roles.service.js';

@Rest('roles')
export class RolesController {
  constructor(private readonly roles: RolesService) {}

  @Get()
  @Requires('access:read')
  @Answers([Role], 'Roles, those that are built in and those that people have made.')
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQuery) {
    return new PageView(await this.roles.list(caller, query));
  }

  @Get(':name')
  @Requires('access:read')
  @Answers(Role, 'One role, with its permissions.')
  get(@CurrentCaller() caller: Caller, @Param('name') name: string) {
    return this.roles.get(caller, name);
  }

  @Post()
  @Requires('access:write')
  @Answers(Role, 'Makes a role out of permissions that the caller holds everywhere.')
  async create(
    @CurrentCaller() caller: Caller,
    @Body() input: RoleInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const role = await this.roles.create(caller, input);
    void reply.header('location', `/roles/${role.name}`);
    return role;
  }

  @Patch(':name')
  @Requires('access:write')
  @Answers(Role, 'Changes a role for all who are bound to it.')
  update(
    @CurrentCaller() caller: Caller,
    @Param('name') name: string,
    @Body() changes: RoleChanges,
    @IfMatch() seen?: number,
  ) {
    return this.roles.update(caller, name, changes, seen);
  }

  @Delete(':name')
  @HttpCode(204)
  @Requires('access:write')
  @Answers(null, 'Deletes a role that nobody is bound to.')
  remove(@CurrentCaller() caller: Caller, @Param('name') name: string, @IfMatch() seen?: number) {
    return this.roles.remove(caller, name, seen);
  }
}
