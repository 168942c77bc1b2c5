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
import { OwnerRulesService } from './tagging/owner-rules.service.js';
import { TagComplianceService } from './tagging/tag-compliance.js';
import { TagRule } from './tagging/tag-rule.entity.js';
import { TagRulesController } from './tagging/tag-rules.controller.js';
import { TagRuleHistory, TagRulesResolver } from './tagging/tag-rules.resolver.js';
import { TagRulesService } from './tagging/tag-rules.service.js';
import { SavedView } from './views/saved-view.entity.js';
import { ViewsController } from './views/views.controller.js';
import { ViewHistory, ViewsResolver } from './views/views.resolver.js';
import { ViewsService } from './views/views.service.js';
import { ResourcesController } from './resources/resources.controller.js';
import { ResourceFieldsResolver, ResourceHistory, ResourcesResolver } from './resources/resources.resolver.js';
import { ResourcesService } from './resources/resources.service.js';
import { SummaryService } from './resources/summary.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([CloudAccount, Resource, SavedView, TagRule])],
  // The others first: `/inventory/accounts` must not be taken for a resource's id.
  controllers: [AccountsController, TagRulesController, ViewsController, ResourcesController],
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
    OwnerRulesService,
    ResourcesService,
    ResourcesResolver,
    ResourceFieldsResolver,
    ResourceHistory,
    SummaryService,
    TagComplianceService,
    TagRuleHistory,
    TagRulesResolver,
    TagRulesService,
    ViewHistory,
    ViewsResolver,
    ViewsService,
  ],
  exports: [AccountUses, AccountsService, InventoryAnswers, InventoryWriter, ResourcesService],
})
export class InventoryModule {}
