import type { Payer } from './organisation.js';

/** A promise to the provider, to use so much (`Usage`) or to spend so much (`Spend`), for a lower price. */
export interface Commitment {
  id: string;
  name: string;
  category: 'Usage' | 'Spend';
  type: string;
  payer: Payer['provider'];
  /** Name of the account that bought it. */
  account: string;
  region: string;
  /** The fleets whose hours it covers, as `account/prefix`. */
  covers: readonly string[];
  /** `Usage`: price of one hour of one machine. `Spend`: what is promised per hour. */
  perHour: string;
  /** `Usage`: machines. */
  machines: number;
  /** `Spend`: parts of a thousand of the contracted price that its hours cost. */
  pricePerMille: bigint;
  service: readonly [name: string, category: string, subcategory: string];
  sku: string;
}

/** A promise to have room for so many machines, paid whether they run or not. */
export interface Reservation {
  id: string;
  account: string;
  covers: string;
  machines: number;
}

const EC2 = ['Amazon Elastic Compute Cloud', 'Compute', 'Virtual Machines'] as const;
const usage = { category: 'Usage', pricePerMille: 1000n } as const;
const spend = { category: 'Spend', machines: 0 } as const;

export const COMMITMENTS: readonly Commitment[] = [
  {
    ...usage,
    id: 'arn:aws:ec2:eu-west-1:210394857611:reserved-instances/8d1f5e2a-41c7-4b90-9a3e-6c25d0f7b184',
    name: 'payments m6i.xlarge 1 year no upfront',
    type: 'Reserved Instance',
    payer: 'aws',
    account: 'payments-prod',
    region: 'eu-west-1',
    covers: ['payments-prod/payments-api'],
    perHour: '0.1306',
    machines: 9,
    service: EC2,
    sku: 'ReservedInstance:m6i.xlarge',
  },
  {
    ...usage,
    id: 'arn:aws:rds:eu-west-1:210394857611:ri:payments-db-2026',
    name: 'payments db.r6g.xlarge 1 year no upfront',
    type: 'Reserved Instance',
    payer: 'aws',
    account: 'payments-prod',
    region: 'eu-west-1',
    covers: ['payments-prod/payments-db'],
    perHour: '0.3159',
    machines: 4,
    service: ['Amazon Relational Database Service', 'Databases', 'Relational Databases'],
    sku: 'ReservedInstance:db.r6g.xlarge',
  },
  {
    // Bought for machines that sleep at night and on weekends: a commitment that does not pay.
    ...usage,
    id: 'arn:aws:ec2:eu-west-1:612458093374:reserved-instances/2b6c90d4-7e18-4f53-b0a9-51d3c8e7f602',
    name: 'staging m6i.large 1 year no upfront',
    type: 'Reserved Instance',
    payer: 'aws',
    account: 'platform-staging',
    region: 'eu-west-1',
    covers: ['platform-staging/staging-api'],
    perHour: '0.0653',
    machines: 8,
    service: EC2,
    sku: 'ReservedInstance:m6i.large',
  },
  {
    ...spend,
    id: 'arn:aws:savingsplans::418266301957:savingsplan/c4e7a1b9-05d2-4836-8f6e-93b70d2c5a1f',
    name: 'Compute Savings Plan 1 year no upfront',
    type: 'Savings Plan',
    payer: 'aws',
    account: 'platform-prod',
    region: 'eu-west-1',
    covers: ['storefront-prod/storefront-web', 'platform-prod/platform-node'],
    perHour: '6.3',
    pricePerMille: 720n,
    service: ['Savings Plans for AWS Compute usage', 'Compute', 'Virtual Machines'],
    sku: 'ComputeSP:1yrNoUpfront',
  },
  {
    ...usage,
    id: '/providers/Microsoft.Capacity/reservationOrders/6f2d8c31-94ab-4e07-a5d6-18c3e9b7f420/reservations/a07b5d92-3c1e-4f68-9d24-e5b1c6a8f730',
    name: 'erp D4s v5 1 year',
    type: 'Reservation',
    payer: 'azure',
    account: 'erp-prod',
    region: 'westeurope',
    covers: ['erp-prod/erp-web'],
    perHour: '0.1313',
    machines: 8,
    service: ['Virtual Machines', 'Compute', 'Virtual Machines'],
    sku: 'Reservation-D4s_v5-1Y',
  },
  {
    ...spend,
    id: '//billing.googleapis.com/billingAccounts/01A3F6-8C2D11-7B94E5/commitments/flex-compute-2026',
    name: 'Compute flexible commitment 1 year',
    type: 'Committed Use Discount',
    payer: 'gcp',
    account: 'search-prod',
    region: 'europe-west1',
    covers: ['search-prod/search-node'],
    perHour: '1.4',
    pricePerMille: 720n,
    service: ['Compute Engine', 'Compute', 'Virtual Machines'],
    sku: 'CE-CUD-FLEX-1Y',
  },
];

export const RESERVATIONS: readonly Reservation[] = [
  {
    id: 'arn:aws:ec2:eu-west-1:507731946285:capacity-reservation/cr-0b7d41e95c2a8f636',
    account: 'platform-prod',
    covers: 'platform-prod/platform-tools',
    machines: 10,
  },
];
