import { Get, Query } from '@nestjs/common';
import type { Caller } from '#common';
import { Answers, CurrentCaller, Requires, Rest } from '#platform';
import { chargesQuery } from './charges-query.pipe.js';
import { ChargesQuery } from './charges.query.js';
import { ChargesService } from './charges.service.js';
import { CostCharges } from './charges.views.js';

@Rest('cost')
export class ChargesController {
  constructor(private readonly service: ChargesService) {}

  /** `args` is not typed by its class, or the global validation would refuse the filter's words before the pipe reads them. */
  @Get('charges')
  @Requires('cost:read')
  @Answers(CostCharges, 'The charges themselves, by any column of FOCUS.', { asks: ChargesQuery })
  charges(@CurrentCaller() caller: Caller, @Query(chargesQuery) args: Record<string, unknown>) {
    return this.service.charges(caller, args);
  }
}
