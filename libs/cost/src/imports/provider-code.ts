const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/^(aws|amazon\b.*)$/i, 'aws'],
  [/^(azure|microsoft\b.*)$/i, 'azure'],
  [/^(gcp|google\b.*)$/i, 'gcp'],
  [/^(oci|oracle\b.*)$/i, 'oci'],
];

/** `Amazon Web Services` is `aws`, `Microsoft` is `azure`; a provider that has no common code is named by its slug. */
export function providerCode(name: string | null | undefined): string {
  const text = name?.trim() ?? '';
  const known = KNOWN.find(([pattern]) => pattern.test(text));
  if (known) return known[1];
  const slug = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  return slug || 'unknown';
}
