import { applyDecorators } from '@nestjs/common';
import { ArgsType, Field, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageArgs, PageQuery } from '#platform';
import {
  LISTING_STATES,
  listingStateEnum,
  SYNC_STATES,
  syncStateEnum,
  type ListingState,
  type SyncState,
} from './inventory-sync.view.js';

const Words = (description: string) =>
  applyDecorators(
    Field(() => [String], { nullable: true, description }),
    IsOptional(),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(500),
    IsString({ each: true }),
    MaxLength(400, { each: true }),
  );

/** `POST /inventory/sync`; what is left out means all. */
@InputType()
export class StartSyncInput {
  @Words('Ids or native ids of accounts.') accountIds?: string[] | null;
  @Words('Native regions, `global` among them.') regions?: string[] | null;
  @Words('Types in the cloud’s own words, such as `AWS::EC2::Instance`.') types?: string[] | null;
}

export interface SyncSearch {
  state?: SyncState;
}

export class SyncsQuery extends PageQuery implements SyncSearch {
  @IsOptional() @IsIn(SYNC_STATES) state?: SyncState;
}

@ArgsType()
export class SyncsArgs extends PageArgs implements SyncSearch {
  @Field(() => syncStateEnum, { nullable: true }) @IsOptional() @IsIn(SYNC_STATES) state?: SyncState;
}

export interface ListingSearch {
  account?: string;
  state?: ListingState;
}

const Account = () => applyDecorators(IsOptional(), IsString(), MaxLength(400));

export class ListingsQuery extends PageQuery implements ListingSearch {
  @Account() account?: string;
  @IsOptional() @IsIn(LISTING_STATES) state?: ListingState;
}

@ArgsType()
export class ListingsArgs extends PageArgs implements ListingSearch {
  @Field(() => String, { nullable: true, description: 'Id or native id of an account.' }) @Account() account?: string;
  @Field(() => listingStateEnum, { nullable: true }) @IsOptional() @IsIn(LISTING_STATES) state?: ListingState;
}
