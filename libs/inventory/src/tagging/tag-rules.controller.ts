import { Body, Delete, Get, HttpCode, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#common';
import { Answers, CurrentCaller, IdParam, IfMatch, PageQuery, PageView, Requires, Rest } from '#platform';
import { Resource } from '../resources/resource.entity.js';
import { ResourcesQuery } from '../resources/resources.query.js';
import { searchOf, type RawQuery } from '../resources/search-of.js';
import { OwnerRules, OwnerRulesInput } from './owner-rules.js';
import { OwnerRulesService } from './owner-rules.service.js';
import { TagComplianceService } from './tag-compliance.js';
import { TagRule } from './tag-rule.entity.js';
import { TagCompliance } from './tag-rule-coverage.view.js';
import { TagRuleChanges, TagRuleInput } from './tag-rule.input.js';
import { TagRulesService } from './tag-rules.service.js';

@Rest('inventory')
export class TagRulesController {
  constructor(
    private readonly rules: TagRulesService,
    private readonly compliance: TagComplianceService,
    private readonly owners: OwnerRulesService,
  ) {}

  @Get('tag-rules') @Requires('inventory:read') @Answers([TagRule], 'What is expected of tags, by key.') async list(
    @CurrentCaller() caller: Caller,
    @Query() page: PageQuery,
  ) {
    return new PageView(await this.rules.list(caller, page));
  }
  @Post('tag-rules') @Requires('inventory:write') @Answers(TagRule, 'Makes a tag rule.') async create(
    @CurrentCaller() caller: Caller,
    @Body() input: TagRuleInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const rule = await this.rules.create(caller, input);
    void reply.header('location', `/inventory/tag-rules/${rule.id}`);
    return rule;
  }
  @Get('tag-rules/:id') @Requires('inventory:read') @Answers(TagRule, 'One tag rule.') get(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
  ) {
    return this.rules.get(caller, id);
  }
  @Patch('tag-rules/:id') @Requires('inventory:write') @Answers(TagRule, 'Changes what is named of a tag rule.') update(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Body() changes: TagRuleChanges,
    @IfMatch() seen?: number,
  ) {
    return this.rules.update(caller, id, changes, seen);
  }
  @Delete('tag-rules/:id') @HttpCode(204) @Requires('inventory:write') @Answers(null, 'Deletes a tag rule.') remove(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() seen?: number,
  ) {
    return this.rules.remove(caller, id, seen);
  }
  @Get('tag-rules/:id/violations')
  @Requires('inventory:read')
  @Answers([Resource], 'The resources that break a tag rule.', { asks: ResourcesQuery })
  async violations(@CurrentCaller() caller: Caller, @IdParam() id: string, @Query() raw: RawQuery) {
    const { query, search } = await searchOf(raw);
    return new PageView(await this.compliance.violations(caller, id, search, query));
  }
  @Get('tag-compliance')
  @Requires('inventory:read')
  @Answers(TagCompliance, 'How well the tag rules are kept, by number of resources and by their cost.', {
    asks: ResourcesQuery,
  })
  async coverage(@CurrentCaller() caller: Caller, @Query() raw: RawQuery) {
    return this.compliance.of(caller, (await searchOf(raw)).search);
  }
  @Get('owner-rules')
  @Requires('inventory:read')
  @Answers(OwnerRules, 'Which tags say whose a resource is.')
  ownerRules() {
    return this.owners.get();
  }
  @Put('owner-rules')
  @Requires('inventory:write')
  @Answers(OwnerRules, 'Says anew which tags tell whose a resource is; every owner is worked out again.')
  setOwnerRules(@CurrentCaller() caller: Caller, @Body() input: OwnerRulesInput) {
    return this.owners.set(caller, input);
  }
}
