import { configFromQuery, jsonPath } from './config-search.js';

it.each([
  ['Encrypted', ['false'], '$."Encrypted" ? (@ == "false" || @ == false)'],
  ['State.Name', ['running', 'stopped'], '$."State"."Name" ? (@ == "running" || @ == "stopped")'],
  ['Port', ['22'], '$."Port" ? (@ == "22" || @ == 22)'],
  ['Port', ['022'], '$."Port" ? (@ == "022")'],
  ['a\\.b."', ['") || true'], '$."a.b"."\\"" ? (@ == "\\") || true")'],
  ['Disks', ['*'], '$."Disks"[*] ? (@ != null)'],
  ['NotAfter', ['<2026-12-24'], '$."NotAfter" ? (@ < "2026-12-24")'],
  ['Size', ['>=100', '<-1.5'], '$."Size" ? (@ >= 100 || @ < -1.5)'],
  ['Size', ['<'], '$."Size" ? (@ == "<")'],
  ['Size', ['>") || (1 == 1'], '$."Size" ? (@ > "\\") || (1 == 1")'],
])('says %s = %j in the words of PostgreSQL', (path, values, expected) => {
  expect(jsonPath(path, values)).toBe(expected);
});

it('takes the paths out of a query string', () => {
  expect(configFromQuery({ 'config.A.B': 'x', q: 'y', 'config.C': ['1', '2'] })).toEqual({
    config: { 'A.B': ['x'], C: ['1', '2'] },
    rest: { q: 'y' },
  });
  expect(configFromQuery({ 'not.config.A': '*', 'not.region': 'x' })).toEqual({
    notConfig: { A: ['*'] },
    rest: { 'not.region': 'x' },
  });
  expect(configFromQuery({ q: 'y' }).config).toBeUndefined();
});
