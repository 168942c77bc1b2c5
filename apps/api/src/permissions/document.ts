import type { ModulesContainer } from '@nestjs/core';
import { isObjectType, type GraphQLSchema } from 'graphql';
import { BUILT_IN, BUILT_IN_PERMISSIONS, permissionsOf } from '#access';
import type { Permission } from '#common';
import { markdownTable } from '../markdown-table.js';
import { routesOf } from '../openapi/routes.js';
import { graphqlFieldsOf, type GraphqlField } from './graphql-fields.js';

const INTRODUCTION = `# Who may do what

Written by \`npm run schema\` from the handlers themselves; \`test/e2e/matrix.spec.ts\` calls each route and field as each role.

A role is bound to a part of the estate: everything, some cloud accounts, or a tag. \`yes\` means within that part. The last
column says what lies outside of it:

- \`404\`: there is no such thing.
- \`nothing\`: lists, sums, exports and changes hold nothing of it.
- \`all\`: it tells of no part of the estate, or of oneself.

Roles of your own (\`POST /roles\`) are made of the permissions of the first table. What is \`public\` needs no token.`;

/** Of the installation or of oneself, wherever a role is bound. */
const WHOLE = ['self', 'docs', 'public'];

function outside(permission: string, isOne: boolean): string {
  if (WHOLE.includes(permission.split(':')[0]!)) return 'all';
  return isOne ? '404' : 'nothing';
}

function cells(permission: Permission | 'public'): string[] {
  return BUILT_IN.map((role) => {
    const held = BUILT_IN_PERMISSIONS[role];
    return permission === 'public' || held === 'all' || held.has(permission) ? 'yes' : '-';
  });
}

const code = (text: string) => `\`${text}\``;

/** Whether a field of GraphQL asks for one thing by its id. */
function takesId(schema: GraphQLSchema, { parent, name }: GraphqlField): boolean {
  const type = schema.getType(parent);
  return isObjectType(type) && (type.getFields()[name]?.args.some((arg) => arg.name === 'id') ?? false);
}

/** Each permission, route and field with the built-in roles that may use it, for docs/permissions.md. */
export function permissionsDocument(modules: ModulesContainer, schema: GraphQLSchema): string {
  const permissions = permissionsOf(modules).map((each) => [code(each), ...cells(each)]);
  const routes = routesOf(modules).map((route) => {
    const permission = (route.checks ?? route.permission) as Permission;
    const name = code(`${route.method.toUpperCase()} ${route.path}`);
    return [name, code(permission), ...cells(permission), outside(permission, route.path.includes('{id}'))];
  });
  const fields = graphqlFieldsOf(modules).map((field) => {
    const { parent, name, permission } = field;
    const isOne = takesId(schema, field);
    return [code(`${parent}.${name}`), code(permission), ...cells(permission), outside(permission, isOne)];
  });
  const parts = [
    INTRODUCTION,
    '## Permissions',
    markdownTable([['permission', ...BUILT_IN], ...permissions]),
    '## REST',
    markdownTable([['route', 'permission', ...BUILT_IN, 'outside'], ...routes]),
    '## GraphQL',
    markdownTable([['field', 'permission', ...BUILT_IN, 'outside'], ...fields]),
  ];
  return `${parts.join('\n\n')}\n`;
}
