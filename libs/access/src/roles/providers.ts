import { Catalogue } from './catalogue.js';
import { RoleBook } from './role-book.js';
import { RoleHistory, RolesResolver } from './roles.resolver.js';
import { RoleParts, RolesService } from './roles.service.js';

export const ROLE_PROVIDERS = [Catalogue, RoleBook, RoleParts, RolesService, RolesResolver, RoleHistory];
