import { addDays, monthStart, type Day } from '#common';
import { COMMITMENTS, RESERVATIONS, type Commitment, type Reservation } from './commitments.js';
import { FLEETS, type Fleet } from './fleets.js';
import { MONTHLY, type Monthly } from './monthly-offers.js';
import { PAYERS, type Payer } from './organisation.js';
import { hashOf, nameHash } from './random.js';
import { lessonFleets, lessonPayer } from './lesson.js';

/** All that a simulated estate is made from: the same estate is the same to the last bit, wherever it is asked. */
export interface Estate {
  /** With which the names of its bills begin. */
  name: 'demo' | 'sandbox';
  seed: number;
  createdOn: Day;
  /** First day of the month in which the story is told: day 0 of everything that happens. */
  story: Day;
  payers: readonly Payer[];
  fleets: readonly Fleet[];
  commitments: readonly Commitment[];
  reservations: readonly Reservation[];
  /** What comes once a month. */
  monthly: Partial<Readonly<Record<Payer['provider'], Monthly>>>;
}

/** The month of its last whole day is the one in which costs explode. */
const storyOf = (createdOn: Day): Day => monthStart(addDays(createdOn, -1));

/** The retailer of three providers and twelve accounts that an empty installation shows. */
export const demoEstate = (createdOn: Day, seed = 1): Estate => ({
  ...{ name: 'demo', seed, createdOn, story: storyOf(createdOn), payers: PAYERS, fleets: FLEETS },
  ...{ commitments: COMMITMENTS, reservations: RESERVATIONS, monthly: MONTHLY },
});

export interface Lesson {
  /** Id of its one account. */
  account: string;
  cloud: Payer['provider'];
  seed: number;
  /** How many times the smallest such account. */
  size: number;
  createdOn: Day;
}

/** One account to learn with, in the shape of one cloud; the same seed gives another account other resources. */
export function lessonEstate({ account, cloud, seed, size, createdOn }: Lesson): Estate {
  const payer = lessonPayer(cloud, account);
  return {
    ...{
      name: 'sandbox',
      seed: hashOf(seed, nameHash(account)),
      createdOn,
      story: storyOf(createdOn),
      payers: [payer],
    },
    ...{ fleets: lessonFleets(cloud, account, size), commitments: [], reservations: [], monthly: {} },
  };
}
