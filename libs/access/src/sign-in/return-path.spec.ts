import fc from 'fast-check';
import { LANDING, returnPath } from './return-path.js';

it.each(['/', '/docs', '/console/budgets?sort=-name&q=%2F%2Fx#top', '/@user:8080/x'])('goes to %s', (path) => {
  expect(returnPath(path)).toBe(path);
});

it('goes to the landing page where nothing is said', () => expect(returnPath()).toBe(LANDING));

it.each([
  '',
  'docs',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  ' /docs',
  '/ docs',
  'javascript:alert(1)',
  '/é',
  `/${'x'.repeat(2000)}`,
])('refuses %j', (path) => expect(() => returnPath(path)).toThrow('Some values'));

it('never leaves this address, whatever is asked', () => {
  const parts = fc.array(fc.constantFrom('/', '\\', '.', '@', ':', '?', '#', '%', '\t', '\n', 'http:', 'evil.example'));
  fc.assert(
    fc.property(parts, (words) => {
      const asked = words.join('');
      let path: string;
      try {
        path = returnPath(asked);
      } catch {
        return;
      }
      expect(new URL(path, 'https://us.example/auth/callback').origin).toBe('https://us.example');
    }),
    { numRuns: 5000 },
  );
});
