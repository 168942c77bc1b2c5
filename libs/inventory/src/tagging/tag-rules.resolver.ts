import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { HistoryOf } from '#audit';
import type { Caller } from '#common';
import {
  Connection,
  CurrentCaller,
  IdArg,
  PageArgs,
  pageRequest,
  Requires,
  SUMMED,
  toConnection,
  VersionArg,
} from '#platform';
import { ResourceSearchArgs } from '../resources/resources.query.js';
import { Resources } from '../resources/resources.resolver.js';
import { OwnerRules, OwnerRulesInput } from './owner-rules.js';
import { OwnerRulesService } from './owner-rules.service.js';
import { TagComplianceService } from './tag-compliance.js';
import { TagRule } from './tag-rule.entity.js';
import { TagCompliance } from './tag-rule-coverage.view.js';
import { TagRuleChanges, TagRuleInput } from './tag-rule.input.js';
import { TagRulesService } from './tag-rules.service.js';

const TagRules = Connection(TagRule);

@Resolver(() => TagRule)
export class TagRulesResolver {
  constructor(
    private readonly rules: TagRulesService,
    private readonly compliance: TagComplianceService,
    private readonly owners: OwnerRulesService,
  ) {}

  @Query(() => TagRules) @Requires('inventory:read') async tagRules(
    @CurrentCaller() caller: Caller,
    @Args() args: PageArgs,
  ) {
    return toConnection(await this.rules.list(caller, pageRequest(args)));
  }
  @Query(() => TagRule) @Requires('inventory:read') tagRule(@CurrentCaller() caller: Caller, @IdArg() id: string) {
    return this.rules.get(caller, id);
  }
  @Query(() => TagCompliance, { complexity: SUMMED }) @Requires('inventory:read') tagCompliance(
    @CurrentCaller() caller: Caller,
    @Args() args: ResourceSearchArgs,
  ) {
    return this.compliance.of(caller, args);
  }
  @Query(() => OwnerRules) @Requires('inventory:read') ownerRules() {
    return this.owners.get();
  }
  @ResolveField(() => Resources, { description: 'The resources that break it.' })
  @Requires('inventory:read')
  async violations(@CurrentCaller() caller: Caller, @Parent() { id }: TagRule, @Args() args: ResourceSearchArgs) {
    return toConnection(await this.compliance.violations(caller, id, args, pageRequest(args)));
  }
  @Mutation(() => TagRule) @Requires('inventory:write') createTagRule(
    @CurrentCaller() caller: Caller,
    @Args('input') input: TagRuleInput,
  ) {
    return this.rules.create(caller, input);
  }
  @Mutation(() => TagRule) @Requires('inventory:write') updateTagRule(
    @CurrentCaller() caller: Caller,
    @IdArg() id: string,
    @Args('changes') changes: TagRuleChanges,
    @VersionArg() version?: number,
  ) {
    return this.rules.update(caller, id, changes, version);
  }
  @Mutation(() => Boolean) @Requires('inventory:write') async deleteTagRule(
    @CurrentCaller() caller: Caller,
    @IdArg() id: string,
    @VersionArg() version?: number,
  ) {
    await this.rules.remove(caller, id, version);
    return true;
  }
  @Mutation(() => OwnerRules) @Requires('inventory:write') setOwnerRules(
    @CurrentCaller() caller: Caller,
    @Args('input') input: OwnerRulesInput,
  ) {
    return this.owners.set(caller, input);
  }
}

export const TagRuleHistory = HistoryOf(() => TagRule, 'tag_rule');
