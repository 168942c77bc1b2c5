import fc from 'fast-check';
import { charged, done, listed, SandboxLab } from '../../../../test/support/sandbox.js';
import type { DemoCharge } from '../../../../test/support/demo-charges.js';
import type { CloudResource } from '../cloud.js';
import type { CloudError } from '../cloud-error.js';

const HOUR = 3_600_000;
const START = +new Date('2026-11-03T00:00:00Z');
/** The bill is looked at when all of it is delivered, and a day nobody has touched follows the last change. */
const LOOK = new Date('2026-11-20T12:00:00Z');
const QUIET = '2026-11-18';

const MACHINE = 'AWS::EC2::Instance';
const PRICES: Record<string, string> = { 'm6i.xlarge': '0.192', 'm6i.large': '0.096', 'm7g.large': '0.0816' };

const DEEDS = [
  { action: 'instance.stop' },
  { action: 'instance.start' },
  { action: 'instance.resize', parameters: { size: 'm6i.large' } },
  { action: 'instance.resize', parameters: { size: 'm7g.large' } },
  { action: 'instance.terminate' },
  { action: 'resource.tag', parameters: { tags: { owner: 'ann' } } },
  { action: 'resource.untag', parameters: { keys: ['team'] } },
] as const;

const deeds = fc.array(
  fc.record({
    deed: fc.constantFrom(...DEEDS),
    machine: fc.nat({ max: 2 }),
    /** Minutes after the one before. */
    after: fc.integer({ min: 1, max: 40 * 60 }),
  }),
  { minLength: 1, maxLength: 6 },
);

/** Hours of a row that lie before an instant, times its quantity in an hour: machines run through all hours of a row. */
function quantityBefore(charges: DemoCharge[], id: string, instant: number): number {
  return charges
    .filter(({ ResourceId, PricingUnit }) => ResourceId === id && PricingUnit === 'Hours')
    .reduce((sum, { ChargePeriodStart, ChargePeriodEnd, PricingQuantity }) => {
      const [from, to] = [Date.parse(ChargePeriodStart!), Date.parse(ChargePeriodEnd!)];
      const share = Math.max(0, Math.min(to, instant) - from) / (to - from);
      return sum + Number(PricingQuantity) * share;
    }, 0);
}

const isPast =
  (instant: number) =>
  ({ ChargePeriodEnd }: DemoCharge) =>
    Date.parse(ChargePeriodEnd!) <= Math.floor(instant / (24 * HOUR)) * 24 * HOUR;

async function opened(seed: number) {
  const lab = new SandboxLab(new Date(START));
  const cloud = await lab.own({ seed, createdOn: '2026-11-20' });
  const machines = (await listed(cloud, MACHINE)).filter(({ configuration: c }) => c.InstanceType === 'm6i.xlarge');
  const look = async () => {
    const { now } = lab;
    lab.now = LOOK;
    const charges = await charged(cloud, '2026-11');
    lab.now = now;
    return charges;
  };
  return { lab, cloud, machines, look };
}

describe('whatever is done to machines', () => {
  it('the bill of past hours never changes', () =>
    fc.assert(
      fc.asyncProperty(fc.nat({ max: 1000 }), deeds, async (seed, all) => {
        const { lab, cloud, machines, look } = await opened(seed);
        let known = await look();
        for (const { deed, machine, after } of all) {
          lab.now = new Date(+lab.now + after * 60_000);
          const target = machines[machine % machines.length]!;
          const outcome = await done(cloud, { ...deed, target }).then(
            (effect) => effect.outcome,
            (error: CloudError) => error.kind,
          );
          expect(['done', 'already', 'missing']).toContain(outcome);
          const bill = await look();
          expect(bill.filter(isPast(+lab.now))).toEqual(known.filter(isPast(+lab.now)));
          const hour = Math.floor(+lab.now / HOUR) * HOUR;
          for (const { nativeId } of machines)
            expect(quantityBefore(bill, nativeId, hour)).toBeCloseTo(quantityBefore(known, nativeId, hour), 6);
          known = bill;
        }
      }),
      { numRuns: 15 },
    ));

  it('the hours to come follow what is listed', () =>
    fc.assert(
      fc.asyncProperty(fc.nat({ max: 1000 }), deeds, async (seed, all) => {
        const { lab, cloud, machines, look } = await opened(seed);
        for (const { deed, machine, after } of all) {
          lab.now = new Date(+lab.now + after * 60_000);
          await done(cloud, { ...deed, target: machines[machine % machines.length]! }).catch(() => undefined);
        }
        const now: CloudResource[] = await listed(cloud, MACHINE);
        const bill = (await look()).filter(({ ChargePeriodStart }) => ChargePeriodStart!.startsWith(QUIET));
        for (const { nativeId } of machines) {
          const thing = now.find((each) => each.nativeId === nativeId);
          const rows = bill.filter(({ ResourceId }) => ResourceId === nativeId);
          if (thing?.state !== 'running') expect(rows).toEqual([]);
          else {
            const { InstanceType } = thing.configuration as { InstanceType: string };
            expect(rows).toMatchObject([{ PricingQuantity: '24', SkuId: `BoxUsage:${InstanceType}` }]);
            expect(Number(rows[0]!.ListUnitPrice) / Number(PRICES[InstanceType])).toBeGreaterThanOrEqual(1);
            expect(JSON.parse(rows[0]!.Tags || '{}')).toEqual(thing.tags);
          }
        }
      }),
      { numRuns: 15 },
    ));
});
