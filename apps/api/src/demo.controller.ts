import { Delete, HttpCode, Post, Res } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import type { FastifyReply } from 'fastify';
import type { Caller, Day } from '#common';
import { GraphQLDate } from '#data';
import { Answers, CurrentCaller, Requires, Rest } from '#platform';
import { Demo } from './demo.js';

@ObjectType({ description: 'A demo estate in the making.' })
export class DemoStory {
  @Expose() @Field(() => GraphQLDate, { description: 'The day that its story is told from.' }) createdOn: Day;
}

@Rest('demo')
export class DemoController {
  constructor(private readonly demo: Demo) {}

  /** Its months come in one after another, the newest first. */
  @Post()
  @HttpCode(202)
  @Requires('demo:write')
  @Answers(DemoStory, 'Makes the demo estate; the Location shows how far its bills are.')
  async create(@CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    void reply.header('location', '/cost/imports?source=demo');
    return Object.assign(new DemoStory(), { createdOn: await this.demo.create(caller) });
  }

  @Delete()
  @HttpCode(204)
  @Requires('demo:write')
  @Answers(null, 'Removes the demo estate with all that came of it.')
  remove(@CurrentCaller() caller: Caller) {
    return this.demo.remove(caller);
  }
}
