import { withoutSecrets } from './logging.js';

it.each([
  ['/auth/link?token=hunter2', '/auth/link?token=***'],
  ['/auth/callback?state=a&code=hunter2&iss=x', '/auth/callback?state=***&code=***&iss=x'],
  ['/auth/link?next=%2F&TOKEN=hunter2#a', '/auth/link?next=%2F&TOKEN=***#a'],
  ['/auth/link/hunter2?next=a', '/auth/link/***?next=a'],
  ['/inventory?tag.token=a&q=code', '/inventory?tag.token=a&q=code'],
  ['/jobs', '/jobs'],
])('logs %s as %s', (url, logged) => expect(withoutSecrets(url)).toBe(logged));
