import { DomainError, invalid } from '#common';
import { backoff, endingOf, faultText } from './ending.js';

const job = { name: 'a.job', timeoutMs: 1000, description: 'A job.' };
const past = { id: 'run-1', failures: 0 };
const bug = new TypeError('x is undefined at secret.ts');

it('is done where the work ended well, whatever was asked of it meanwhile', () => {
  expect(endingOf(job, past, { result: { rows: 3 }, isCommitted: false })).toMatchObject({
    state: 'done',
    result: { rows: 3 },
  });
  expect(endingOf(job, past, { stop: 'cancelled', isCommitted: false })).toMatchObject({ state: 'done' });
  expect(endingOf(job, past, { error: bug, stop: 'timeout', isCommitted: true })).toMatchObject({ state: 'done' });
});

it('tells a cancel, a timeout and a stop apart', () => {
  const end = (stop: 'cancelled' | 'timeout' | 'stopping', more = {}) =>
    endingOf({ ...job, ...more }, past, { error: bug, stop, isCommitted: false });
  expect(end('cancelled')).toMatchObject({ state: 'cancelled', error: null });
  expect(end('timeout')).toMatchObject({ state: 'failed', error: 'The run took longer than its job may.' });
  expect(end('timeout', { attempts: 2 })).toMatchObject({ state: 'queued', failures: 1 });
  expect(end('stopping')).toMatchObject({ state: 'failed', isGivenBack: false });
  expect(end('stopping', { resumable: true })).toMatchObject({ state: 'queued', isGivenBack: true, failures: 0 });
});

it('tries again as often as the job says, later each time', () => {
  const retried = { ...job, attempts: 3, backoffMs: 1000 };
  const fail = (failures: number) => endingOf(retried, { ...past, failures }, { error: bug, isCommitted: false });
  expect([fail(0).state, fail(1).state, fail(2).state]).toEqual(['queued', 'queued', 'failed']);
  expect(fail(0).delayMs).toBeGreaterThanOrEqual(900);
  expect(fail(1).delayMs).toBeGreaterThanOrEqual(1800);
  expect(backoff(1000, 40)).toBeLessThanOrEqual(3_960_000);
});

it('shows our own words, and of a bug only where to look', () => {
  expect(faultText(new DomainError('CONFLICT', 'It is held.'), 'run-1')).toBe('It is held.');
  expect(faultText(invalid('uri', 'is no file'), 'run-1')).toBe('Some values cannot be used. uri is no file.');
  expect(faultText(bug, 'run-1')).toBe('Something went wrong on our side; the log has it under the run run-1.');
});
