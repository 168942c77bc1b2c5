const EC2_ID = /^arn:[\w-]+:ec2:[^:]*:[^:]*:(?:instance|volume)\/((?:i|vol)-[0-9a-f]+)$/;
const BUCKET = /^arn:[\w-]+:s3:::([^/]+)$/;

const aws = (id: string) => EC2_ID.exec(id)?.[1] ?? BUCKET.exec(id)?.[1] ?? id;

/** Azure compares resource ids without regard to case, and its bills write them otherwise than its API does. */
const azure = (id: string) => id.toLowerCase().replace(/\/+$/, '');

/** `https://www.googleapis.com/compute/v1/projects/…` and `//compute.googleapis.com/projects/…` are the same thing. */
function gcp(id: string): string {
  const path = id.replace(
    /^https:\/\/(?:www\.googleapis\.com\/([a-z]+)|([a-z]+)\.googleapis\.com(?:\/[a-z]+)?)\/(?:v\d\w*|beta|alpha)\//,
    (_, shared?: string, own?: string) => `//${shared ?? own}.googleapis.com/`,
  );
  return path.replace(/\/+$/, '');
}

const FORMS: Record<string, (id: string) => string> = { aws, azure, gcp };

/**
 * The one form of a resource's id, in which a bill and a connector mean the same resource: as AWS's bills write it (`i-…`
 * and `vol-…` for instances and volumes, a bucket's bare name, else the ARN), in small letters for Azure, the full resource
 * name (`//compute.googleapis.com/projects/…`) for Google Cloud, unchanged for others.
 */
export const nativeIdOf = (provider: string, id: string) => FORMS[provider]?.(id.trim()) ?? id.trim();

/** The forms that an id may be kept in, where nobody says of which provider it is. */
export const nativeIdsOf = (id: string): string[] => [
  ...new Set([id, ...Object.keys(FORMS).map((provider) => nativeIdOf(provider, id))]),
];
