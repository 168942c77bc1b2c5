export { AccessMemory } from './access-memory.js';
export { AccessModule } from './access.module.js';
export { AccessAuthenticator } from './authenticator.js';
export { Grants, type Principal } from './bindings/grants.js';
