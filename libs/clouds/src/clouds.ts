import type { CloudAccess, CloudConnection, CloudPlugin } from './cloud.js';
import { CloudError } from './cloud-error.js';

/** Every cloud that can be connected, in the order in which it is offered. */
export const CLOUDS: readonly CloudPlugin[] = [];

/** An account with the cloud that it belongs to. Its setting `connector` says where it is read from, where not there. */
export interface ConnectedAccount extends CloudAccess {
  provider: string;
}

/** The plugin that reads an account; undefined for a provider of which only bills are known. */
export function cloudOf({
  provider,
  settings,
}: Pick<ConnectedAccount, 'provider' | 'settings'>): CloudPlugin | undefined {
  const id = typeof settings.connector === 'string' ? settings.connector : provider;
  return CLOUDS.find((cloud) => cloud.id === id);
}

/** Throws `CloudError` `unsupported` for a provider that cannot be connected, `invalid` for settings that cannot be used. */
export async function connect(account: ConnectedAccount): Promise<CloudConnection> {
  const cloud = cloudOf(account);
  if (!cloud) throw new CloudError('unsupported', 'connect', `${account.provider} is known by its bills alone`);
  const faults = cloud.faults(account);
  if (faults.length) throw new CloudError('invalid', 'connect', faults.join('; '));
  return cloud.connect(account);
}
