import { ArgsType, Field } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { PageArgs, PageQuery } from '#platform';
import { IMPORT_STATES, importStateEnum, type ImportState } from './cost-import.view.js';

export interface ImportSearch {
  state?: ImportState;
  source?: string;
}

/** `GET /cost/imports?state&source` */
export class ImportsQuery extends PageQuery implements ImportSearch {
  @IsOptional() @IsIn(IMPORT_STATES) state?: ImportState;
  @IsOptional() @IsString() @MaxLength(100) source?: string;
}

@ArgsType()
export class ImportsArgs extends PageArgs implements ImportSearch {
  @Field(() => importStateEnum, { nullable: true })
  @IsOptional()
  @IsIn(IMPORT_STATES)
  state?: ImportState;

  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(100) source?: string;
}

const SOURCE = /^[\p{L}\p{N}][\p{L}\p{N} ._:/-]*$/u;
const SOURCE_RULE = 'source must begin with a letter or digit; spaces and . _ : / - may follow';

/** `POST /cost/imports?filename&source&wait` */
export class StartImportQuery {
  @IsOptional() @IsString() @Length(1, 255) filename?: string;
  @IsOptional() @IsString() @Length(1, 100) @Matches(SOURCE, { message: SOURCE_RULE }) source?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(60) wait?: number;
}

/** `POST /cost/imports` of what the server can reach by itself. */
export class ImportPlace {
  /** `s3://bucket/prefix`, or the name of a file or folder in the import folder. */
  @IsString() @Length(1, 2000) uri: string;
}
