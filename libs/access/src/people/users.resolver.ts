import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { HistoryOf } from '#audit';
import type { Caller } from '#common';
import { Connection, CurrentCaller, IdArg, pageRequest, Requires, toConnection, VersionArg } from '#platform';
import { Me } from './me.view.js';
import { PeopleService } from './people.service.js';
import { UserChanges } from './person.input.js';
import { Person } from './person.entity.js';
import { UsersArgs } from './users.query.js';
import { Whoami } from './whoami.js';

const Users = Connection(Person, 'User');

@Resolver(() => Person)
export class UsersResolver {
  constructor(
    private readonly people: PeopleService,
    private readonly whoami: Whoami,
  ) {}

  @Query(() => Me) @Requires('self:read') me(@CurrentCaller() caller: Caller) {
    return this.whoami.of(caller);
  }
  @Query(() => Users) @Requires('access:read') async users(@CurrentCaller() caller: Caller, @Args() args: UsersArgs) {
    return toConnection(await this.people.list(caller, args, pageRequest(args)));
  }
  @Query(() => Person) @Requires('access:read') user(@CurrentCaller() caller: Caller, @IdArg() id: string) {
    return this.people.get(caller, id);
  }
  @Mutation(() => Person) @Requires('access:write') updateUser(
    @CurrentCaller() caller: Caller,
    @IdArg() id: string,
    @Args('changes') changes: UserChanges,
    @VersionArg() version?: number,
  ) {
    return this.people.update(caller, id, changes, version ?? undefined);
  }
  @Mutation(() => Boolean) @Requires('access:write') async deleteUser(
    @CurrentCaller() caller: Caller,
    @IdArg() id: string,
    @VersionArg() version?: number,
  ) {
    await this.people.remove(caller, id, version ?? undefined);
    return true;
  }
}

export const UserHistory = HistoryOf(() => Person, 'user');
