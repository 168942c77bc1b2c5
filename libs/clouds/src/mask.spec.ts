import { withoutSecrets } from './mask.js';

it('takes secrets out, by name and by look, wherever they lie', () => {
  const given = {
    MasterUserPassword: 'hunter2',
    Environment: { Variables: { DB_PASSWORD: 'x', URL: 'postgres://app:s3cret@db/app', MODE: 'fast' } },
    UserData: 'IyEvYmlu',
    keys: [{ private_key: ['a', 'b'] }, '-----BEGIN RSA PRIVATE KEY-----\nMII'],
    token: 'abc',
    auth_token: '',
  };
  expect(withoutSecrets(given)).toEqual({
    MasterUserPassword: '***',
    Environment: { Variables: { DB_PASSWORD: '***', URL: 'postgres://app:***@db/app', MODE: 'fast' } },
    UserData: '***',
    keys: [{ private_key: ['***', '***'] }, '***'],
    token: '***',
    auth_token: '',
  });
});

it('leaves what only speaks of secrets', () => {
  const given = {
    MasterUserSecret: { SecretArn: 'arn:aws:secretsmanager:eu-central-1:1:secret:a', SecretStatus: 'active' },
    PasswordLastUsed: '2026-01-01T00:00:00Z',
    PasswordResetRequired: true,
    MetadataOptions: { HttpTokens: 'required' },
    KeyFingerprint: 'ab:cd',
    MinimumPasswordLength: 14,
    endpoint: 'https://example.com:8443/path@x',
  };
  expect(withoutSecrets(given)).toEqual(given);
});
