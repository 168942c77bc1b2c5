import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountStore } from './accounts/account-store.js';
import { AccountUses } from './accounts/account-uses.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AccountHistory, AccountsResolver } from './accounts/accounts.resolver.js';
import { AccountsService } from './accounts/accounts.service.js';
import { CloudAccount } from './accounts/cloud-account.entity.js';
import { DeclaredAccounts } from './accounts/declared-accounts.js';
import { InventoryAnswers } from './inventory-answers.js';
import { InventoryMetrics } from './inventory-metrics.js';
import { InventoryWriter } from './inventory-writer.js';
import { HistoryService } from './resources/history.service.js';
import { Resource } from './resources/resource.entity.js';
import { ResourcesController } from './resources/resources.controller.js';
import { ResourceFieldsResolver, ResourceHistory, ResourcesResolver } from './resources/resources.resolver.js';
import { ResourcesService } from './resources/resources.service.js';
import { SummaryService } from './resources/summary.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([CloudAccount, Resource])],
  // Accounts first: `/inventory/accounts` must not be taken for a resource's id.
  controllers: [AccountsController, ResourcesController],
  providers: [
    AccountHistory,
    AccountStore,
    AccountUses,
    AccountsService,
    AccountsResolver,
    DeclaredAccounts,
    HistoryService,
    InventoryAnswers,
    InventoryMetrics,
    InventoryWriter,
    ResourcesService,
    ResourcesResolver,
    ResourceFieldsResolver,
    ResourceHistory,
    SummaryService,
  ],
  exports: [AccountUses, AccountsService, InventoryAnswers, InventoryWriter, ResourcesService],
})
export class InventoryModule {}
