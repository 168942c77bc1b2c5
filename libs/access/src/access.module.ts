import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Authenticator, BootstrapAuthenticator } from '#platform';
import { AccessMemory } from './access-memory.js';
import { AccessAuthenticator } from './authenticator.js';
import { BINDING_PROVIDERS } from './bindings/providers.js';
import { BindingsController } from './bindings/bindings.controller.js';
import { RoleBinding } from './bindings/role-binding.entity.js';
import { Person } from './people/person.entity.js';
import { PEOPLE_CONTROLLERS, PEOPLE_PROVIDERS } from './people-parts.js';
import { Elevation } from './elevations/elevation.entity.js';
import { ElevationsController } from './elevations/elevations.controller.js';
import { FourEyes } from './elevations/four-eyes.js';
import { ELEVATION_PROVIDERS } from './elevations/providers.js';
import { CustomRole } from './roles/custom-role.entity.js';
import { ROLE_PROVIDERS } from './roles/providers.js';
import { RolesController } from './roles/roles.controller.js';
import { MachineToken } from './tokens/machine-token.entity.js';
import { TOKEN_PROVIDERS } from './tokens/providers.js';
import { TokensController } from './tokens/tokens.controller.js';

/** Who may do what: global, because its authenticator is asked for by the platform's guard. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([CustomRole, Elevation, MachineToken, Person, RoleBinding])],
  controllers: [RolesController, BindingsController, TokensController, ElevationsController, ...PEOPLE_CONTROLLERS],
  providers: [
    AccessMemory,
    ...ROLE_PROVIDERS,
    ...BINDING_PROVIDERS,
    ...TOKEN_PROVIDERS,
    ...PEOPLE_PROVIDERS,
    ...ELEVATION_PROVIDERS,
    BootstrapAuthenticator,
    AccessAuthenticator,
    { provide: Authenticator, useExisting: AccessAuthenticator },
  ],
  exports: [Authenticator, FourEyes],
})
export class AccessModule {}
