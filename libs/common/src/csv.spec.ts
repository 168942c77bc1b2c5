import { csvLine, disarmed } from './csv.js';

it('quotes what needs it, and writes null as nothing', () => {
  expect(csvLine(['a', null, 'b,c', 'say "hi"', 'two\nlines'])).toBe('a,,"b,c","say ""hi""","two\nlines"\r\n');
});

it.each(['=1+1', '+x', '-x', '@sum', '\tx', '  =1'])('disarms %j', (text) => {
  expect(disarmed(text)).toBe(`'${text}`);
});
