export { AccountUses, type IsUsed } from './accounts/account-uses.js';
export { AccountsService } from './accounts/accounts.service.js';
export { CloudAccount } from './accounts/cloud-account.entity.js';
export { accountIsShown, resourceIsShown } from './accounts/shown-account.js';
export { InventoryAnswers } from './inventory-answers.js';
export { InventoryModule } from './inventory.module.js';
export { InventoryWriter, type Annotation, type Selection } from './inventory-writer.js';
export { Resource } from './resources/resource.entity.js';
export { ResourcesService } from './resources/resources.service.js';
