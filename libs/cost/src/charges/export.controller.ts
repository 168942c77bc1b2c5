import { Get, Query, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#common';
import { Answers, CurrentCaller, Requires, Rest } from '#platform';
import { spendQuery } from '../spend/spend-query.pipe.js';
import { ExportArgs } from './export.query.js';
import { ExportService } from './export.service.js';

const TYPES = { csv: 'text/csv; charset=utf-8', parquet: 'application/vnd.apache.parquet' };

@Rest('cost')
export class ExportController {
  constructor(private readonly service: ExportService) {}

  @Get('export')
  @Requires('cost:export')
  @Answers(null, 'The charges that the filter selects, as a FOCUS file.', {
    asks: ExportArgs,
    files: { [TYPES.csv]: 'BilledCost,BillingCurrency,…', [TYPES.parquet]: 'PAR1…' },
  })
  async export(
    @CurrentCaller() caller: Caller,
    @Query(spendQuery(ExportArgs)) args: ExportArgs & Record<string, unknown>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const format = args.format ?? 'csv';
    void reply.header('content-disposition', `attachment; filename="focus.${format}"`);
    return new StreamableFile(await this.service.export(caller, args), { type: TYPES[format] });
  }
}
