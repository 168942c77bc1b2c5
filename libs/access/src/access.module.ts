import { Global, Module } from '@nestjs/common';

/** Who may do what: global, because its authenticator is asked for by the platform's guard. */
@Global()
@Module({})
export class AccessModule {}
