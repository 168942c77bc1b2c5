import type { Scope } from '#common';
import { TOKEN, type TestApp } from './app.js';
import { bearer } from './contract.js';

/** Somebody who asks the API, by their token. */
export const as = (test: TestApp, token: string = TOKEN) => ({
  token,
  get: (path: string) => test.rest('GET', path, undefined, bearer(token)),
  post: (path: string, body: object = {}) => test.rest('POST', path, body, bearer(token)),
  patch: (path: string, body: object) => test.rest('PATCH', path, body, bearer(token)),
  delete: (path: string) => test.rest('DELETE', path, undefined, bearer(token)),
});

export type Somebody = ReturnType<typeof as>;

const EVERYTHING: Scope = { kind: 'all' };
let made = 0;

/** A machine with these roles, whose token was made by an administrator of its own, so that two are never one will. */
export async function machine(test: TestApp, roles: string[], scope?: object): Promise<Somebody & { id: string }> {
  const maker = as(test, test.scoped(EVERYTHING));
  const { body } = await maker.post('/tokens', { name: `machine-${++made}`, roles, scope });
  if (!body.token) throw new Error(`No token was made: ${JSON.stringify(body)}`);
  return { ...as(test, body.token), id: body.id };
}
