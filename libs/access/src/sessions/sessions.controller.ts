import { Delete, Get, HttpCode } from '@nestjs/common';
import type { Caller } from '#common';
import { Answers, CurrentCaller, IdParam, Requires, Rest } from '#platform';
import { SessionList } from './session.view.js';
import { SessionsService } from './sessions.service.js';

@Rest('auth/sessions')
export class SessionsController {
  constructor(private readonly service: SessionsService) {}

  @Get() @Requires('self:read') @Answers(SessionList, 'Where you are signed in, the newest first.') async list(
    @CurrentCaller() caller: Caller,
  ) {
    return new SessionList(await this.service.own(caller));
  }
  @Delete(':id') @HttpCode(204) @Requires('self:write') @Answers(null, 'Ends a session of your own.') end(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
  ) {
    return this.service.endOwn(caller, id);
  }
  @Delete() @HttpCode(204) @Requires('self:write') @Answers(null, 'Signs you out everywhere, also here.') endAll(
    @CurrentCaller() caller: Caller,
  ) {
    return this.service.endAllOwn(caller);
  }
}

@Rest('users/:id/sessions')
export class UserSessionsController {
  constructor(private readonly service: SessionsService) {}

  @Get() @Requires('access:read') @Answers(SessionList, 'Where a person is signed in, the newest first.') async list(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
  ) {
    return new SessionList(await this.service.of(caller, id));
  }
  @Delete() @HttpCode(204) @Requires('access:write') @Answers(null, 'Signs a person out everywhere.') end(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
  ) {
    return this.service.endAllOf(caller, id);
  }
}
