import type { CloudConnection, CloudResource } from '#clouds';
import type { Trouble } from '../cloud-contract.js';
import type { Told } from './stub-server.js';

export const signal = () => new AbortController().signal;

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** The resources of every listing. */
export async function allListed(cloud: CloudConnection): Promise<CloudResource[]> {
  const found: CloudResource[] = [];
  for (const listing of (await cloud.listings(signal())).listings)
    found.push(...(await all(cloud.list(listing, signal()))));
  return found;
}

/** How many there are of each type, as `type count` in the order of the types. */
export function countsOf(resources: readonly { type: string }[]): string[] {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => `${type} ${count}`).sort();
}

/** What a cloud answers where something is wrong, the refusals in its own words. */
export const troubles = (denied: object, throttled: object): Record<Trouble, Told> => ({
  denied: { status: 403, json: { error: denied } },
  throttled: { status: 429, headers: { 'retry-after': '0' }, json: { error: throttled } },
  truncated: { json: { data: 'x'.repeat(500) }, cut: true },
  unreachable: { gone: true },
});

/** Counts that are written by provider, `Provider: type count, type count`, in the form of `countsOf`. */
export const countsFrom = (text: string, nameOf = (provider: string) => provider): string[] =>
  text
    .trim()
    .replace(/\n  /g, ' ')
    .split('\n')
    .flatMap((line) => {
      const [provider = '', types = ''] = line.split(': ');
      return types.split(', ').map((type) => `${nameOf(provider)}/${type}`);
    })
    .sort();
