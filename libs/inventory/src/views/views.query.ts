import { ArgsType, Field } from '@nestjs/graphql';
import { IsIn, IsOptional } from 'class-validator';
import { choices } from '#data';
import { PageArgs, PageQuery } from '#platform';
import { VIEWED } from './saved-view.entity.js';

/** `GET /views?page` */
export class ViewsQuery extends PageQuery {
  @IsOptional() @IsIn(VIEWED) page?: string;
}

@ArgsType()
export class ViewsArgs extends PageArgs {
  @Field(() => choices('ViewedPage', VIEWED), { nullable: true }) @IsOptional() @IsIn(VIEWED) page?: string;
}
