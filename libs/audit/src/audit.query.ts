import { ArgsType, Field, GraphQLISODateTime } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { MAX_LIMIT, type PageRequest } from '#common';
import { PageArgs } from '#platform';
import type { AuditSearch } from './audit-search.js';

const INSTANT = { message: '$property must be an instant or a day, such as 2026-01-31T00:00:00Z' };

/** `?actor&action&subjectType&subjectId&requestId&from&to` */
class AuditSearchQuery implements AuditSearch {
  @IsOptional() @IsString() @MaxLength(200) actor?: string;
  @IsOptional() @IsString() @MaxLength(100) action?: string;
  @IsOptional() @IsString() @MaxLength(100) subjectType?: string;
  @IsOptional() @IsString() @MaxLength(400) subjectId?: string;
  @IsOptional() @IsString() @MaxLength(200) requestId?: string;
  @IsOptional() @Type(() => Date) @IsDate(INSTANT) from?: Date;
  @IsOptional() @Type(() => Date) @IsDate(INSTANT) to?: Date;
}

/** `GET /audit` */
export class AuditQuery extends AuditSearchQuery implements PageRequest {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(MAX_LIMIT) limit?: number;
  @IsOptional() @IsString() @MaxLength(2000) cursor?: string;
  @IsOptional() @IsString() @MaxLength(100) sort?: string;
}

export const AUDIT_FORMATS = ['ndjson', 'csv'] as const;
export type AuditFormat = (typeof AUDIT_FORMATS)[number];

/** `GET /audit/export`: a file has no pages. */
export class AuditExportQuery extends AuditSearchQuery {
  @IsOptional() @IsIn(AUDIT_FORMATS) format?: AuditFormat;
}

@ArgsType()
export class AuditArgs extends PageArgs implements AuditSearch {
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(200) actor?: string;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(100) action?: string;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(100) subjectType?: string;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(400) subjectId?: string;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(200) requestId?: string;
  @Field(() => GraphQLISODateTime, { nullable: true }) @IsOptional() @IsDate() from?: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Not included.' }) @IsOptional() @IsDate() to?: Date;
}
