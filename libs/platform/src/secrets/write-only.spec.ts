import { inspect } from 'node:util';
import { InputType } from '@nestjs/graphql';
import { validation } from '../validation.js';
import { Secret } from './secret.js';
import { WriteOnly } from './write-only.js';

@InputType()
class CredentialInput {
  @WriteOnly({ max: 20 }) credential: Secret;
  @WriteOnly({ max: 20, nullable: true }) url?: Secret | null;
}

const read = (body: object) =>
  validation.transform(body, { type: 'body', metatype: CredentialInput }) as Promise<CredentialInput>;

it('is a secret from where it comes in', async () => {
  const { credential, url } = await read({ credential: 'hunter2' });
  expect([credential.reveal(), url]).toEqual(['hunter2', undefined]);
  for (const shown of [JSON.stringify({ credential }), `${String(credential)}`, inspect({ a: { credential } })])
    expect(shown).not.toContain('hunter2');
});

it.each([[''], ['hunter2hunter2hunter2'], [7], [null], [{ text: 'hunter2' }], [undefined]])(
  'names the field and not the value, where %j cannot be used',
  async (credential) => {
    const error: unknown = await read({ credential }).catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({
      code: 'INVALID',
      details: { errors: [{ field: 'credential', messages: ['credential must have 1 to 20 characters'] }] },
    });
    expect(JSON.stringify(error) + inspect(error, { depth: 9 })).not.toContain('hunter2');
  },
);
