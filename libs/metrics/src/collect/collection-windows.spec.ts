import { windowsOf } from './collection-windows.js';

const NOW = Date.parse('2026-11-24T10:17:00Z');
const shown = (through?: string) =>
  windowsOf(NOW, through === undefined ? undefined : Date.parse(through)).map(
    ({ from, to, periodSeconds }) => `${new Date(from).toISOString()} ${new Date(to).toISOString()} ${periodSeconds}`,
  );
const FINE = '2026-11-23T10:00:00.000Z 2026-11-24T10:17:00.000Z 300';

it('reaches back a month the first time', () => {
  expect(shown()).toEqual(['2026-10-25T10:00:00.000Z 2026-11-23T10:00:00.000Z 3600', FINE]);
});

it('goes on where it ended, an hour before', () => {
  expect(shown('2026-11-24T09:17:00Z')).toEqual(['2026-11-24T08:00:00.000Z 2026-11-24T10:17:00.000Z 300']);
});

it('fills a gap of days by the hour, and none longer than a month', () => {
  expect(shown('2026-11-20T09:17:00Z')).toEqual(['2026-11-20T08:00:00.000Z 2026-11-23T10:00:00.000Z 3600', FINE]);
  expect(shown('2026-01-20T09:17:00Z')).toEqual(shown());
});
