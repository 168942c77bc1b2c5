import { Body, Delete, Get, HttpCode, Patch, Query } from '@nestjs/common';
import type { Caller } from '#common';
import { Answers, CurrentCaller, IdParam, IfMatch, PageView, Requires, Rest } from '#platform';
import { PeopleService } from './people.service.js';
import { UserChanges } from './person.input.js';
import { Person } from './person.entity.js';
import { UsersQuery } from './users.query.js';

@Rest('users')
export class UsersController {
  constructor(private readonly people: PeopleService) {}

  @Get() @Requires('access:read') @Answers([Person], 'People, by e-mail address unless told.') async list(
    @CurrentCaller() caller: Caller,
    @Query() query: UsersQuery,
  ) {
    return new PageView(await this.people.list(caller, query, query));
  }
  @Get(':id') @Requires('access:read') @Answers(Person, 'One person.') get(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
  ) {
    return this.people.get(caller, id);
  }
  @Patch(':id') @Requires('access:write') @Answers(Person, 'Renames, disables or enables a person.') update(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Body() changes: UserChanges,
    @IfMatch() seen?: number,
  ) {
    return this.people.update(caller, id, changes, seen);
  }
  @Delete(':id')
  @HttpCode(204)
  @Requires('access:write')
  @Answers(null, 'Deletes a person who has never signed in; the audit log names the others.')
  remove(@CurrentCaller() caller: Caller, @IdParam() id: string, @IfMatch() seen?: number) {
    return this.people.remove(caller, id, seen);
  }
}
