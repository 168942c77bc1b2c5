import type { Permission } from '#common';

export const BUILT_IN = ['viewer', 'operator', 'finops', 'security', 'admin'] as const;
export type BuiltInRole = (typeof BUILT_IN)[number];

/** What each role may do in each area, in the order viewer, operator, finops, security; the admin may do everything. */
const AREAS: Record<string, readonly [viewer: string, operator: string, finops: string, security: string]> = {
  self: ['read write', 'read write', 'read write', 'read write'],
  docs: ['read', 'read', 'read', 'read'],
  inventory: ['read', 'read write sync', 'read', 'read'],
  views: ['read write', 'read write', 'read write', 'read write'],
  cost: ['read', 'read', 'read import export', 'read'],
  budgets: ['read', 'read', 'read write', 'read'],
  jobs: ['read', 'read run', 'read', 'read'],
  metrics: ['read', 'read write', 'read', 'read'],
  audit: ['', 'read write', 'write', 'read write export'],
  access: ['', '', '', 'read'],
  tokens: ['', '', '', 'read'],
  elevations: ['request', 'request', 'request', 'request approve'],
};

/** What no other built-in role may do, because it hands out rights or changes the installation. */
export const ADMIN_ONLY: readonly Permission[] = ['access:write', 'tokens:write', 'demo:write'];

export const DESCRIPTIONS: Record<BuiltInRole, string> = {
  viewer: 'Sees inventory, spend and budgets, and changes nothing.',
  operator: 'Runs the estate: accounts, jobs, and notes in the audit log.',
  finops: 'Answers for spend: imports and exports bills, keeps budgets.',
  security: 'Watches: audit log, who may do what, and approves elevations.',
  admin: 'May do everything, and hand it out.',
};

function permissionsOf(column: number): ReadonlySet<Permission> {
  const words = Object.entries(AREAS).flatMap(([area, verbs]) =>
    verbs[column]!.split(' ')
      .filter(Boolean)
      .map((verb): Permission => `${area}:${verb}`),
  );
  return new Set(words);
}

/** The permissions of each role that is there from the start. */
export const BUILT_IN_PERMISSIONS: Record<BuiltInRole, 'all' | ReadonlySet<Permission>> = {
  viewer: permissionsOf(0),
  operator: permissionsOf(1),
  finops: permissionsOf(2),
  security: permissionsOf(3),
  admin: 'all',
};

export const isBuiltIn = (name: string): name is BuiltInRole => (BUILT_IN as readonly string[]).includes(name);
