import { ArgsType, Field } from '@nestjs/graphql';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { PageArgs, PageQuery } from '#platform';
import type { AuditSearch } from './audit.service.js';

/** `GET /audit?actor&action&subjectType&subjectId` */
export class AuditQuery extends PageQuery implements AuditSearch {
  @IsOptional() @IsString() @MaxLength(200) actor?: string;
  @IsOptional() @IsString() @MaxLength(100) action?: string;
  @IsOptional() @IsString() @MaxLength(100) subjectType?: string;
  @IsOptional() @IsString() @MaxLength(400) subjectId?: string;
}

@ArgsType()
export class AuditArgs extends PageArgs implements AuditSearch {
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(200) actor?: string;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(100) action?: string;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(100) subjectType?: string;
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(400) subjectId?: string;
}
