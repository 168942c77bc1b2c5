import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CloudsModule } from '#clouds';
import { AccountChecks } from './accounts/account-checks.js';
import { AccountCredentials } from './accounts/account-credentials.js';
import { AccountStore } from './accounts/account-store.js';
import { AccountUses } from './accounts/account-uses.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AccountChecksResolver, AccountHistory, AccountsResolver } from './accounts/accounts.resolver.js';
import { AccountsService } from './accounts/accounts.service.js';
import { CloudAccount } from './accounts/cloud-account.entity.js';
import { AccountConnections } from './accounts/connections.js';
import { DeclaredAccounts } from './accounts/declared-accounts.js';
import { InventoryAnswers } from './inventory-answers.js';
import { InventoryMetrics } from './inventory-metrics.js';
import { InventoryWriter } from './inventory-writer.js';
import { FacetsController } from './resources/facets.controller.js';
import { FacetsResolver } from './resources/facets.resolver.js';
import { FacetsService } from './resources/facets.service.js';
import { HistoryService } from './resources/history.service.js';
import { RelationsService } from './resources/relations.service.js';
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
import { ResourceLookup } from './resources/resource-lookup.js';
import { ResourcesController } from './resources/resources.controller.js';
import {
  RelationFieldsResolver,
  ResourceFieldsResolver,
  ResourceHistory,
  ResourcesResolver,
} from './resources/resources.resolver.js';
import { ResourcesService } from './resources/resources.service.js';
import { SummaryService } from './resources/summary.service.js';
import { AccountParts, AccountSync } from './sync/account-sync.js';
import { ListingParts, ListingSync } from './sync/listing-sync.js';
import { ListingStore } from './sync/listing-store.js';
import { ResourceStore } from './sync/resource-store.js';
import { SyncChanges } from './sync/sync-changes.js';
import { SyncRecords } from './sync/sync-records.js';
import { SyncParts, SyncRun } from './sync/sync-run.js';
import { SyncJob } from './sync/sync.job.js';
import { SyncsController } from './sync/syncs.controller.js';
import { SyncHistory, SyncsResolver } from './sync/syncs.resolver.js';
import { SyncsService } from './sync/syncs.service.js';

/** Clouds asked what they run. */
const SYNC = [
  AccountParts,
  AccountSync,
  ListingParts,
  ListingStore,
  ListingSync,
  ResourceStore,
  SyncChanges,
  SyncHistory,
  SyncJob,
  SyncParts,
  SyncRecords,
  SyncRun,
  SyncsResolver,
  SyncsService,
];

@Module({
  imports: [CloudsModule, TypeOrmModule.forFeature([CloudAccount, Resource, SavedView, TagRule])],
  // Resources last: `/inventory/accounts` must not be taken for a resource's id.
  controllers: [
    AccountsController,
    FacetsController,
    SyncsController,
    TagRulesController,
    ViewsController,
    ResourcesController,
  ],
  providers: [
    ...SYNC,
    AccountConnections,
    AccountChecks,
    AccountChecksResolver,
    AccountCredentials,
    AccountHistory,
    AccountStore,
    AccountUses,
    AccountsService,
    AccountsResolver,
    DeclaredAccounts,
    FacetsResolver,
    FacetsService,
    HistoryService,
    InventoryAnswers,
    InventoryMetrics,
    InventoryWriter,
    OwnerRulesService,
    RelationFieldsResolver,
    RelationsService,
    ResourceLookup,
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
  exports: [
    AccountConnections,
    AccountUses,
    AccountsService,
    InventoryAnswers,
    InventoryWriter,
    ResourceLookup,
    ResourcesService,
    SyncsService,
  ],
})
export class InventoryModule {}
