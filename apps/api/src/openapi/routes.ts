import { RequestMethod, type Type } from '@nestjs/common';
import {
  HTTP_CODE_METADATA,
  METHOD_METADATA,
  PARAMTYPES_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import { MetadataScanner, type ModulesContainer } from '@nestjs/core';
import { ANSWERS, CHECKS, PERMISSION, readVersion, type AnswerOf } from '#platform';

/** A handler of REST, as its decorators and its signature describe it. */
export interface Route {
  id: string;
  method: string;
  path: string;
  permission: string;
  /** What the handler of a public route asks for by itself. */
  checks?: string;
  status: number;
  answers?: AnswerOf;
  query?: Type;
  body?: Type;
  takesVersion: boolean;
}

interface Argument {
  index: number;
  data?: unknown;
  factory?: unknown;
}

/** The numbers by which Nest's own argument decorators are told apart. */
const BODY = '3:';
const QUERY = '4:';

function wholeOf(kind: string, args: Record<string, Argument>, types: unknown[]): Type | undefined {
  const found = Object.entries(args).find(([key, { data }]) => key.startsWith(kind) && data === undefined);
  const type = found && types[found[1].index];
  return typeof type === 'function' && type !== Object ? (type as Type) : undefined;
}

const joined = (...parts: unknown[]) =>
  `/${parts
    .flatMap((part) => String(part).split('/'))
    .filter(Boolean)
    .join('/')}`.replace(/:(\w+)/g, '{$1}');

function routeOf(controller: Type, name: string): Route | undefined {
  const prototype = controller.prototype as Record<string, object>;
  const handler = prototype[name]!;
  const told = <T>(key: string) => Reflect.getMetadata(key, handler) as T;
  const path = told<string | undefined>(PATH_METADATA);
  if (path === undefined) return undefined;
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<string, Argument>;
  const types = (Reflect.getMetadata(PARAMTYPES_METADATA, prototype, name) ?? []) as unknown[];
  const method = RequestMethod[told<number>(METHOD_METADATA)]!.toLowerCase();
  const answers = told<AnswerOf | undefined>(ANSWERS);
  return {
    id: `${controller.name.replace(/Controller$/, '')}.${name}`,
    method,
    path: joined(Reflect.getMetadata(PATH_METADATA, controller), path),
    permission: told(PERMISSION),
    checks: told<string | undefined>(CHECKS),
    status: told<number | undefined>(HTTP_CODE_METADATA) ?? (method === 'post' ? 201 : 200),
    answers,
    query: answers?.asks ?? wholeOf(QUERY, args, types),
    body: wholeOf(BODY, args, types),
    takesVersion: Object.values(args).some(({ factory }) => factory === readVersion),
  };
}

/** Every route of the application, by path. */
export function routesOf(modules: ModulesContainer): Route[] {
  const controllers = [...modules.values()].flatMap((module) => [...module.controllers.values()]);
  const types = new Set(controllers.map(({ metatype }) => metatype as Type));
  const routes = [...types].flatMap((type) =>
    new MetadataScanner().getAllMethodNames(type.prototype as object).map((name) => routeOf(type, name)),
  );
  const order = ({ path, method }: Route) => `${path} ${method}`;
  return routes.filter((route) => route !== undefined).sort((one, other) => (order(one) < order(other) ? -1 : 1));
}
