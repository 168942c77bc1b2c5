import { csvLine, disarmed } from './csv-line.js';

it('quotes what needs it, and writes null as nothing', () => {
  expect(csvLine(['a', null, 'b,c', 'say "hi"', 'two\nlines'])).toBe('a,,"b,c","say ""hi""","two\nlines"\r\n');
});

it.each(['=1+1', '+x', '-x', '@sum', '\tx'])('disarms %j', (text) => {
  expect(disarmed(text)).toBe(`'${text}`);
});
