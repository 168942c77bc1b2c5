import type { Deployment, Resident } from './estate/deployment.js';

/** Fleets whose resources hang on the machines of others: disks on one, load balancers before all. */
const TIED: Readonly<Record<string, readonly string[]>> = {
  'payments-api-data': ['payments-api'],
  'storefront-web-data': ['storefront-web'],
  'staging-data': ['staging-api'],
  'erp-data': ['erp-app', 'erp-web'],
  'vdi-disk': ['vdi-host'],
  'search-index': ['search-node'],
  'notebook-disk': ['notebook'],
  'payments-public': ['payments-api'],
  'storefront-public': ['storefront-web', 'storefront-scale'],
};

export const isBehind = (machine: Resident, balancer: Resident) =>
  (TIED[balancer.fleet.prefix] ?? []).includes(machine.fleet.prefix) && machine.region === balancer.region;

/**
 * Disk id to machine id: within one zone, in turn. Who hangs on whom was settled when they were made, so machines that
 * are gone, or still to come, take their turns as well.
 */
export function attachments(deployments: readonly Deployment[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const disks of deployments) {
    const machines = deployments
      .filter(({ fleet }) => (TIED[disks.fleet.prefix] ?? []).includes(fleet.prefix))
      .flatMap((deployment) => deployment.lasting());
    const turns = new Map<string, number>();
    for (const { id, zone } of disks.lasting()) {
      const turn = turns.get(zone) ?? 0;
      const inZone = machines.filter((machine) => machine.zone === zone);
      if (inZone.length) found.set(id, inZone[turn % inZone.length]!.id);
      turns.set(zone, turn + 1);
    }
  }
  return found;
}
