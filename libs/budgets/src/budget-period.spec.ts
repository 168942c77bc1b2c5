import { Decimal, Period } from '#common';
import { limitOf, periodAt, type Recurrence } from './budget-period.js';

const cases: [Recurrence, string, string, string][] = [
  [{ period: 'daily' }, '2026-02-28', '2026-02-28', '2026-03-01'],
  [{ period: 'monthly' }, '2026-12-31', '2026-12-01', '2027-01-01'],
  [{ period: 'quarterly' }, '2026-05-31', '2026-04-01', '2026-07-01'],
  [{ period: 'quarterly', startsOn: '2025-02-01' }, '2026-01-15', '2025-11-01', '2026-02-01'],
  [{ period: 'annual' }, '2026-06-15', '2026-01-01', '2027-01-01'],
  [{ period: 'annual', startsOn: '2024-04-01' }, '2026-03-31', '2025-04-01', '2026-04-01'],
  [{ period: 'annual', startsOn: '2024-04-01' }, '2026-04-01', '2026-04-01', '2027-04-01'],
  [{ period: 'custom', startsOn: '2026-01-10', endsOn: '2026-01-19' }, '2030-01-01', '2026-01-10', '2026-01-20'],
  [{ period: 'monthly', startsOn: '2026-05-01' }, '2026-01-01', '2026-05-01', '2026-06-01'],
  [{ period: 'monthly', endsOn: '2026-05-31' }, '2026-11-01', '2026-05-01', '2026-06-01'],
];

it.each(cases)('%j on %s runs from %s to before %s', (recurrence, day, start, end) => {
  expect(periodAt(recurrence, day)).toEqual(new Period(start, end));
});

it('takes the limit that the plan has for the period', () => {
  const plan = [
    { start: '2026-03-01', limit: '300' },
    { start: '2026-01-01', limit: '100' },
  ];
  const at = (day: string) => limitOf({ limit: new Decimal(50), plan }, Period.month(day)).toFixed();
  expect([at('2025-12-01'), at('2026-01-01'), at('2026-02-01'), at('2026-09-01')]).toEqual(['50', '100', '100', '300']);
});
