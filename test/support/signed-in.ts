import type { TestApp } from './app.js';
import { Browser } from './browser.js';

/** Somebody who was invited with a role, and has signed in. */
export async function signedIn(test: TestApp, email: string, role?: string, scope?: object): Promise<Browser> {
  const { body } = await test.rest('POST', '/users/invitations', { email, role, scope });
  const browser = new Browser(test.url);
  const { status } = await browser.submit('/auth/link', { token: body.url.split('/').at(-1) });
  if (status !== 303) throw new Error(`${email} could not sign in: ${status}`);
  return browser;
}
