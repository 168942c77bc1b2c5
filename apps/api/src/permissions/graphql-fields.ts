import type { Type } from '@nestjs/common';
import { MetadataScanner, type ModulesContainer } from '@nestjs/core';
import { TypeMetadataStorage } from '@nestjs/graphql';
import type { Permission } from '#common';
import { PERMISSION } from '#platform';

const TYPE = 'graphql:resolver_type';
const NAME = 'graphql:resolver_name';
const PROPERTY = 'graphql:resolve_property';

/** A field of GraphQL that has a handler, and so a permission of its own. */
export interface GraphqlField {
  /** `Query`, `Mutation`, `Subscription`, or the type that the field belongs to. */
  parent: string;
  name: string;
  permission: Permission | 'public';
}

/** A type is named as in the schema, which may be otherwise than its class. */
function parentOf(resolver: Type, handler: object): string {
  const root = Reflect.getMetadata(TYPE, handler) as string | undefined;
  if (root) return root;
  const named = Reflect.getMetadata(TYPE, resolver) as string;
  const types = TypeMetadataStorage.getObjectTypesMetadata();
  return types.find(({ target }) => target.name === named)?.name ?? named;
}

function fieldOf(resolver: Type, method: string): GraphqlField | undefined {
  const handler = (resolver.prototype as Record<string, object>)[method]!;
  const isField = [TYPE, PROPERTY].some((key) => Reflect.hasMetadata(key, handler));
  if (!isField) return undefined;
  const name = (Reflect.getMetadata(NAME, handler) as string | undefined) ?? method;
  const permission = Reflect.getMetadata(PERMISSION, handler) as GraphqlField['permission'];
  return { parent: parentOf(resolver, handler), name, permission };
}

const ROOTS = ['Query', 'Mutation', 'Subscription'];

/** The roots first, then the types by name. */
function order({ parent, name }: GraphqlField): string {
  const root = ROOTS.indexOf(parent);
  return `${root < 0 ? ROOTS.length : root} ${parent} ${name}`;
}

/** Every such field of the application; GraphQL's schema must have been built before. */
export function graphqlFieldsOf(modules: ModulesContainer): GraphqlField[] {
  const providers = [...modules.values()].flatMap((module) => [...module.providers.values()]);
  const resolvers = new Set(providers.map(({ metatype }) => metatype as Type | null));
  const fields = [...resolvers].flatMap((type) =>
    type?.prototype && Reflect.hasMetadata(TYPE, type)
      ? new MetadataScanner().getAllMethodNames(type.prototype as object).map((name) => fieldOf(type, name))
      : [],
  );
  const known = fields.filter((field) => field !== undefined);
  return known.sort((one, other) => (order(one) < order(other) ? -1 : 1));
}
