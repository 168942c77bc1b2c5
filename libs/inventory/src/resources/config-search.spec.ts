import { configFromQuery, jsonPath } from './config-search.js';

it.each([
  ['Encrypted', ['false'], '$."Encrypted" ? (@ == "false" || @ == false)'],
  ['State.Name', ['running', 'stopped'], '$."State"."Name" ? (@ == "running" || @ == "stopped")'],
  ['Port', ['22'], '$."Port" ? (@ == "22" || @ == 22)'],
  ['Port', ['022'], '$."Port" ? (@ == "022")'],
  ['a\\.b."', ['") || true'], '$."a.b"."\\"" ? (@ == "\\") || true")'],
  ['Disks', ['*'], '$."Disks"'],
])('says %s = %j in the words of PostgreSQL', (path, values, expected) => {
  expect(jsonPath(path, values)).toBe(expected);
});

it('takes the paths out of a query string', () => {
  expect(configFromQuery({ 'config.A.B': 'x', q: 'y', 'config.C': ['1', '2'] })).toEqual({
    config: { 'A.B': ['x'], C: ['1', '2'] },
    rest: { q: 'y' },
  });
  expect(configFromQuery({ q: 'y' }).config).toBeUndefined();
});
