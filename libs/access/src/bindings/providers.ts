import { AccountNames } from './account-names.js';
import { BindingStore } from './binding-store.js';
import { BindingHistory, BindingsResolver } from './bindings.resolver.js';
import { BindingParts, BindingsService } from './bindings.service.js';
import { DeclaredBindings, DeclaredParts } from './declared-bindings.js';
import { Granting } from './granting.js';
import { Grants } from './grants.js';
import { LastAdmin } from './last-admin.js';
import { Principals } from './principals.js';

export const BINDING_PROVIDERS = [
  AccountNames,
  BindingHistory,
  BindingParts,
  BindingsResolver,
  BindingsService,
  BindingStore,
  DeclaredBindings,
  DeclaredParts,
  Granting,
  Grants,
  LastAdmin,
  Principals,
];
