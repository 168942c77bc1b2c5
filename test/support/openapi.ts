import { readFileSync } from 'node:fs';

export interface Asked {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: any;
}

export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  parameters: Asked[];
  isPublic: boolean;
  told: any;
}

export const openapi = JSON.parse(readFileSync('openapi.json', 'utf8'));

/** Every operation of the committed document. */
export const operations: Operation[] = Object.entries<any>(openapi.paths).flatMap(([path, methods]) =>
  Object.entries<any>(methods).map(([method, told]) => ({
    method: method.toUpperCase() as Operation['method'],
    path,
    parameters: told.parameters ?? [],
    isPublic: told.security?.length === 0,
    told,
  })),
);

/** The schema behind a reference. */
export const resolved = (schema: any): any =>
  schema.$ref ? openapi.components.schemas[schema.$ref.split('/').at(-1)] : schema;
