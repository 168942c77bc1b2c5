import { Module } from '@nestjs/common';
import { InjectCommander } from 'nest-commander';
import { Api } from './api.js';
import { AuditCommand, AuditVerifyCommand } from './audit.command.js';
import { tame, type Parser } from './command.js';
import { Delivery } from './delivery.js';
import { DemoCommand, DemoCreateCommand, DemoRemoveCommand } from './demo.command.js';
import { DoctorCommand } from './doctor/doctor.command.js';
import { ImportCommand } from './import.command.js';
import { ImportFocusCommand } from './import-focus.command.js';
import { InventoryCommand, InventorySyncCommand } from './inventory.command.js';
import { LoginLinkCommand } from './login-link.command.js';
import { MigrateCommand } from './migrate.command.js';
import { OpenapiCommand } from './openapi.command.js';
import { SchemaCommand } from './schema.command.js';
import { SecretsCommand, SecretsRotateCommand } from './secrets.command.js';
import { ServeCommand } from './serve.command.js';
import { TokenCommand, TokenCreateCommand, TokenListCommand, TokenRevokeCommand } from './token.command.js';

const HELP = `
The server is found through CLOUDGOV_HOME (./.cloudgov), or named by CLOUDGOV_URL and CLOUDGOV_TOKEN.
Exit codes: 0 done, 1 failed, 2 used wrongly.`;

@Module({
  providers: [
    Api,
    AuditCommand,
    AuditVerifyCommand,
    Delivery,
    ServeCommand,
    LoginLinkCommand,
    MigrateCommand,
    ImportCommand,
    ImportFocusCommand,
    DemoCommand,
    DemoCreateCommand,
    DemoRemoveCommand,
    DoctorCommand,
    InventoryCommand,
    InventorySyncCommand,
    OpenapiCommand,
    SchemaCommand,
    TokenCommand,
    TokenCreateCommand,
    TokenListCommand,
    TokenRevokeCommand,
    SecretsCommand,
    SecretsRotateCommand,
  ],
})
export class CliModule {
  constructor(@InjectCommander() root: Parser) {
    tame(root);
    root
      .name('cloudgov')
      .usage('<command>')
      .description('Inventory, spend, forecast and budgets from the bills of every cloud.');
    root.addHelpText('after', HELP);
  }
}
