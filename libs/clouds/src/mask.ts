/** As secrets are shown, in an API's answer and in the history. */
export const MASKED = '***';

const SECRET_KEY =
  /(?:password|passwd|passphrase|secret|secret_?(?:string|key|access_?key|value)|private_?key|(?:auth|access|refresh|session|bearer|api)_?token|^token|_token|api_?key|connection_?string|shared_?key|user_?data)$/i;

const SECRET_TEXT =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|^(?:gh[pousr]_|xox[abprs]-|sk_live_|glpat-|cgv_)[\w-]{10,}|AccountKey=[\w+/]{20,}/;

const IN_ADDRESS = /(:\/\/[^\s:/@]*):[^\s@/]+@/g;

function maskedText(text: string): string {
  return SECRET_TEXT.test(text) ? MASKED : text.replace(IN_ADDRESS, `$1:${MASKED}@`);
}

function masked(value: unknown, isSecret: boolean): unknown {
  if (typeof value === 'string') return isSecret && value !== '' ? MASKED : maskedText(value);
  if (Array.isArray(value)) return value.map((each) => masked(each, isSecret));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, masked(each, SECRET_KEY.test(key))]));
}

/**
 * A configuration without the secrets that clouds keep among it: variables of functions and containers, start-up scripts,
 * Terraform's plain passwords. Told by the name (`DB_PASSWORD`, `userData`) and by the look (a private key, an address with
 * a password in it); ids, ARNs and fingerprints stay.
 */
export const withoutSecrets = (configuration: Record<string, unknown>) =>
  masked(configuration, false) as Record<string, unknown>;
