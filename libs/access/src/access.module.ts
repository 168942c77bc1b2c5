import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Authenticator, BootstrapAuthenticator } from '#platform';
import { AccessMemory } from './access-memory.js';
import { AccessAuthenticator } from './authenticator.js';
import { Grants } from './bindings/grants.js';
import { RoleBinding } from './bindings/role-binding.entity.js';
import { CustomRole } from './roles/custom-role.entity.js';
import { MachineToken } from './tokens/machine-token.entity.js';
import { TokenKeys } from './tokens/token-keys.js';

/** Who may do what: global, because its authenticator is asked for by the platform's guard. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([CustomRole, RoleBinding, MachineToken])],
  providers: [
    AccessMemory,
    Grants,
    TokenKeys,
    BootstrapAuthenticator,
    AccessAuthenticator,
    { provide: Authenticator, useExisting: AccessAuthenticator },
  ],
  exports: [Authenticator],
})
export class AccessModule {}
