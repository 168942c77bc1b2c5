import { Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { choices } from '#data';
import { SYNC_KINDS, type SyncKind } from './sync-records.js';

export const SYNC_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type SyncState = (typeof SYNC_STATES)[number];
export const syncStateEnum = choices('InventorySyncState', SYNC_STATES);
const syncKindEnum = choices('InventorySyncKind', SYNC_KINDS);

const ids = (description: string) => Field(() => [ID], { nullable: true, description });
const words = (description: string) => Field(() => [String], { nullable: true, description });
const count = (description: string) => Field(() => Int, { description });
const moment = () => Field(() => GraphQLISODateTime, { nullable: true });

@ObjectType({ description: 'Clouds asked once what they run. It has the id of its run, see `/jobs/runs`.' })
export class InventorySync {
  @Expose() @Field(() => ID) id: string;
  @Expose() @Field(() => syncKindEnum) kind: SyncKind;
  @Expose() @Field(() => syncStateEnum) state: SyncState;
  @Expose() @ids('Null: every account that is connected.') accountIds: string[] | null;
  @Expose() @words('Null: all regions.') regions: string[] | null;
  @Expose() @words('Null: all types.') types: string[] | null;
  @Expose() @count('Types of resources in regions of accounts, as far as they are known.') listingsTotal: number;
  @Expose() @count('Of these, how many have ended.') listingsDone: number;
  @Expose()
  @count('Of those, how many could not be listed whole; `/inventory/listings` says why.')
  listingsStale: number;
  @Expose() @count('Resources of the listings that are complete.') resourcesSeen: number;
  @Expose() @count('New ones.') resourcesAdded: number;
  @Expose() @count('Those that were otherwise than before.') resourcesChanged: number;
  @Expose() @count('Those that a complete listing no longer told.') resourcesDeleted: number;
  @Expose() @Field(() => String) createdBy: string;
  @Expose() @Field(() => GraphQLISODateTime) createdAt: Date;
  @Expose() @moment() startedAt: Date | null;
  @Expose() @moment() endedAt: Date | null;
  @Expose() @Field(() => String, { nullable: true }) error: string | null;
}

export const LISTING_STATES = ['fresh', 'stale', 'never'] as const;
export type ListingState = (typeof LISTING_STATES)[number];
export const listingStateEnum = choices('InventoryListingState', LISTING_STATES);

@ObjectType({
  description:
    'How far one type of resource in one region of an account is known; the type `*` is all that a region has.',
})
export class InventoryListing {
  @Expose() @Field(() => ID) id: string;
  @Expose() @Field(() => ID) accountId: string;
  @Expose() @Field(() => String) region: string;
  @Expose() @Field(() => String) type: string;
  @Expose()
  @Field(() => listingStateEnum, {
    description:
      '`fresh`: complete at the last try. `stale`: once complete, not at the last try. `never`: not yet complete.',
  })
  state: ListingState;
  @Expose() @Field(() => String, { nullable: true, description: 'Why it is not fresh.' }) reason: string | null;
  @Expose() @moment() completedAt: Date | null;
  @Expose() @moment() triedAt: Date | null;
  @Expose() @count('When it was complete.') resources: number;
}
