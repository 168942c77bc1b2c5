import type { StoredFile } from '#clouds';
import { DomainError } from '#common';

const DATA = /\.(csv|csv\.gz|gz|parquet)$/i;
const MANIFEST = /(-Manifest|(^|\/)manifest|(^|\/)_manifest)\.json$/i;
const HIDDEN = /(^|\/)[._][^/]*$/;

export const isManifest = (name: string) => MANIFEST.test(name);

/** Data files as a folder holds them; what begins with a dot or underscore is a tool's own note. */
export const dataFiles = (files: readonly StoredFile[]) =>
  files.filter(({ name }) => DATA.test(name) && !HIDDEN.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1));

interface Manifest {
  /** AWS Data Exports. */
  dataFiles?: unknown;
  /** AWS Cost and Usage Reports. */
  reportKeys?: unknown;
  /** Azure exports. */
  blobs?: unknown;
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

/** The paths that a manifest lists, as it writes them. Throws `INVALID` where it lists nothing that we know. */
export function listedIn(name: string, text: string): string[] {
  let manifest: Manifest | undefined;
  try {
    manifest = JSON.parse(text) as Manifest;
  } catch {
    throw new DomainError('INVALID', `The manifest ${name} is not JSON.`);
  }
  const blobs = Array.isArray(manifest?.blobs) ? (manifest.blobs as { blobName?: unknown }[]) : [];
  const listed = [
    ...texts(manifest?.dataFiles),
    ...texts(manifest?.reportKeys),
    ...texts(blobs.map((blob) => blob?.blobName)),
  ];
  if (listed.length) return listed;
  throw new DomainError(
    'INVALID',
    `The manifest ${name} lists no data files; expected is dataFiles (AWS Data Exports), reportKeys (AWS CUR) or blobs (Azure).`,
  );
}

/** A manifest tells whole paths of its store; the file meant is the one whose path ends most like it. */
function find(listed: string, byName: Map<string, StoredFile>): StoredFile | undefined {
  const parts = listed.replace(/^[a-z0-9]+:\/\//i, '').split('/');
  for (let from = 0; from < parts.length; from++) {
    const suffix = parts.slice(from).join('/');
    const exact = byName.get(suffix);
    if (exact) return exact;
    const ending = [...byName.values()].filter(({ name }) => name.endsWith(`/${suffix}`));
    if (ending.length === 1) return ending[0];
  }
  return undefined;
}

/**
 * The data files of a delivery whose manifests are given with their texts, each once. A delivery that is still being
 * written lacks a file that its manifest lists, and is refused as a whole: half a bill would replace a whole one.
 */
export function filesOfManifests(
  manifests: readonly { name: string; text: string }[],
  files: readonly StoredFile[],
): StoredFile[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  const found = new Map<string, StoredFile>();
  for (const { name, text } of manifests) {
    const missing = listedIn(name, text).filter((listed) => {
      const file = find(listed, byName);
      if (file) found.set(file.name, file);
      return !file;
    });
    if (missing.length) {
      const rest = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
      throw new DomainError(
        'CONFLICT',
        `The delivery is incomplete: ${name} lists ${missing[0]}${rest}, which is not there (yet). Import it again once it is.`,
        { missing },
      );
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
