import { Inject, Injectable } from '@nestjs/common';
import type { CloudAccess, CloudConnection, CloudPlugin } from './cloud.js';
import { CloudError } from './cloud-error.js';

/** The plugins of `clouds.module.ts`, in the order in which they are offered. */
export const CLOUD_PLUGINS = Symbol('cloud plugins');

/** Every cloud that can be connected. */
@Injectable()
export class Clouds {
  readonly #plugins: CloudPlugin[];

  constructor(@Inject(CLOUD_PLUGINS) plugins: readonly CloudPlugin[]) {
    this.#plugins = [...plugins];
  }

  get all(): readonly CloudPlugin[] {
    return this.#plugins;
  }

  /** A cloud more, of an upper library or of a test. */
  add(plugin: CloudPlugin): void {
    this.#plugins.push(plugin);
  }

  /** The plugin that reads an account; undefined for a provider of which only bills are known. */
  of({ provider, settings }: Pick<CloudAccess, 'provider' | 'settings'>): CloudPlugin | undefined {
    const id = typeof settings.connector === 'string' ? settings.connector : provider;
    return this.#plugins.find((cloud) => cloud.id === id);
  }

  /** Throws `CloudError` `unsupported` for a provider that cannot be connected, `invalid` for unusable settings. */
  async connect(account: CloudAccess): Promise<CloudConnection> {
    const cloud = this.of(account);
    if (!cloud) throw new CloudError('unsupported', 'connect', `${account.provider} is known by its bills alone`);
    const faults = cloud.faults(account);
    if (faults.length) throw new CloudError('invalid', 'connect', faults.join('; '));
    return cloud.connect(account);
  }
}
