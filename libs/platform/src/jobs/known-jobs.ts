import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { notFound } from '#common';
import { JOB, type JobContext, type JobOptions } from './job.js';

export interface KnownJob extends JobOptions {
  run: (context: JobContext) => Promise<object | void>;
}

type Methods = Record<string, KnownJob['run']>;

/** Every `@Job` of the application, by its name. */
@Injectable()
export class KnownJobs implements OnModuleInit {
  private readonly jobs = new Map<string, KnownJob>();

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit() {
    for (const { instance } of this.discovery.getProviders()) if (instance) this.register(instance as Methods);
  }

  all(): KnownJob[] {
    return [...this.jobs.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(name: string): KnownJob {
    const job = this.jobs.get(name);
    if (!job) throw notFound('job', name);
    return job;
  }

  private register(instance: Methods) {
    for (const method of new MetadataScanner().getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
      const options = Reflect.getMetadata(JOB, instance[method]!) as JobOptions | undefined;
      if (options) this.add({ ...options, run: (context) => instance[method]!(context) });
    }
  }

  private add(job: KnownJob) {
    if (this.jobs.has(job.name)) throw new Error(`Two jobs have the name ${job.name}.`);
    this.jobs.set(job.name, job);
  }
}
