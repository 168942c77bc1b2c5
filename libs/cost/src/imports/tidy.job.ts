import { Injectable } from '@nestjs/common';
import { Job, type JobContext } from '#platform';
import { TidyService } from './tidy.service.js';

@Injectable()
export class TidyJob {
  constructor(private readonly tidying: TidyService) {}

  @Job({
    name: 'cost.tidy',
    cron: '17 * * * *',
    timeoutMs: 50 * 60_000,
    description: 'Deletes charges that a newer delivery has replaced, and those of imports that came to nothing.',
  })
  async run({ signal }: JobContext) {
    return { deleted: await this.tidying.tidy(signal) };
  }
}
