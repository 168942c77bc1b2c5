import { contentPolicy, inline } from './content-policy.js';

it('allows nothing unless it is named', () => {
  expect(contentPolicy()).toBe("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  expect(contentPolicy({ 'script-src': ["'self'"], 'form-action': ["'self'"] })).toBe(
    "default-src 'none'; base-uri 'none'; form-action 'self'; script-src 'self'; frame-ancestors 'none'",
  );
});

it('names a text by its hash, as the standard’s example has it', () => {
  expect(inline("alert('Hello, world.');")).toBe("'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
});

it.each(["'unsafe-inline'", "'unsafe-eval'", '*', 'https:'])('lets no script in by %s', (source) => {
  expect(() => contentPolicy({ 'script-src': ["'self'", source] })).toThrow('may not allow scripts');
});
