import { Get, Query } from '@nestjs/common';
import type { Caller } from '#common';
import { CurrentCaller, Requires, Rest } from '#platform';
import { chargesQuery } from './charges-query.pipe.js';
import { ChargesService } from './charges.service.js';

@Rest('cost')
export class ChargesController {
  constructor(private readonly service: ChargesService) {}

  /** `args` is not typed by its class, or the global validation would refuse the filter's words before the pipe reads them. */
  @Get('charges') @Requires('cost:read') charges(
    @CurrentCaller() caller: Caller,
    @Query(chargesQuery) args: Record<string, unknown>,
  ) {
    return this.service.charges(caller, args);
  }
}
