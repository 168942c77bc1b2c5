import { PickType } from '@nestjs/graphql';
import { IsIn, IsOptional } from 'class-validator';
import { FOCUS_VERSIONS, type FocusVersion } from '../focus/columns.js';
import { SpendArgs } from '../spend/spend.query.js';

/** `GET /cost/export?from&to&format=csv|parquet&focusVersion=1.2`, with the filter's words. */
export class ExportArgs extends PickType(SpendArgs, ['from', 'to', 'filter'] as const) {
  @IsOptional() @IsIn(['csv', 'parquet']) format?: 'csv' | 'parquet';
  @IsOptional() @IsIn(FOCUS_VERSIONS) focusVersion?: FocusVersion;
}
