import { type Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { Expose, Type as Cast } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { MAX_LIMIT, type Page, type PageRequest } from '#common';

/** `?limit&cursor&sort` of every list. */
export class PageQuery implements PageRequest {
  @IsOptional() @Cast(() => Number) @IsInt() @Min(1) @Max(MAX_LIMIT) limit?: number;
  @IsOptional() @IsString() @MaxLength(2000) cursor?: string;
  @IsOptional() @IsString() @MaxLength(100) sort?: string;
}

/** The same in Relay's words. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: `1 to ${MAX_LIMIT}, 50 unless told` })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  first?: number;

  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @MaxLength(2000) after?: string;

  @Field(() => String, { nullable: true, description: 'A field name, `-` before it for descending.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  sort?: string;
}

export const pageRequest = ({ first, after, sort }: PageArgs): PageRequest => ({ limit: first, cursor: after, sort });

@ObjectType()
export class PageInfo {
  @Field(() => Boolean) hasNextPage: boolean;
  @Field(() => String, { nullable: true }) endCursor: string | null;
}

export interface ConnectionOf<T> {
  nodes: T[];
  totalCount: number;
  pageInfo: PageInfo;
}

/** A Relay connection; edges are left out, because a cursor belongs to a page here, not to a row. */
export function Connection<T>(node: Type<T>, name = node.name): Type<ConnectionOf<T>> {
  @ObjectType(`${name}Connection`)
  class NodeConnection implements ConnectionOf<T> {
    @Field(() => [node]) nodes: T[];
    @Field(() => Int, { description: 'How many the whole list has.' }) totalCount: number;
    @Field(() => PageInfo) pageInfo: PageInfo;
  }
  return NodeConnection;
}

export const toConnection = <T>({ items, total, nextCursor }: Page<T>): ConnectionOf<T> => ({
  nodes: items,
  totalCount: total,
  pageInfo: { hasNextPage: nextCursor !== null, endCursor: nextCursor },
});

/** A page as REST answers it; a plain object would lose its items, for it exposes nothing. */
export class PageView<T> {
  @Expose() items: T[];
  @Expose() total: number;
  @Expose() nextCursor: string | null;

  constructor({ items, total, nextCursor }: Page<T>) {
    Object.assign(this, { items, total, nextCursor });
  }
}
