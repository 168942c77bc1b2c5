import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { GraphQLError } from 'graphql';
import type { Settings } from '#platform';

/** What clients have registered by themselves: some megabytes at most. */
const MOST_REGISTERED = 500;
const LONGEST_REGISTERED = 20_000;

/** Apollo's name for the cache of automatic persisted queries. */
const PREFIX = 'apq:';

type Chosen = Pick<Settings, 'persistedQueries' | 'isPersistedOnly'>;

/** A question as it comes, over HTTP or a WebSocket; nothing of it has been checked. */
export interface Question {
  query?: unknown;
  extensions?: unknown;
  documentId?: unknown;
  doc_id?: unknown;
}

interface ApolloManifest {
  format: 'apollo-persisted-query-manifest';
  operations: { id: string; body: string }[];
}

const isText = (value: unknown): value is string => typeof value === 'string';
const record = (value: unknown) =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Of Apollo's generator, or of Relay's, which is an object of documents by their ids. */
function documentsOf(manifest: unknown): Map<string, string> {
  const { format, operations } = record(manifest) as Partial<ApolloManifest>;
  const isApollo = format === 'apollo-persisted-query-manifest' && Array.isArray(operations);
  const entries = isApollo
    ? operations.map(({ id, body }): [string, unknown] => [id, body])
    : Object.entries(record(manifest));
  if (!entries.length || !entries.every((entry) => entry.every(isText)))
    throw new Error('it is neither a manifest of Apollo’s generator nor a map of ids to documents');
  return new Map(entries as [string, string][]);
}

function readManifest(file: string): Map<string, string> {
  try {
    return documentsOf(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Error(`CLOUDGOV_PERSISTED_QUERIES ${file} cannot be used: ${(cause as Error).message}.`, { cause });
  }
}

const refusal = (message: string, code: string, status: number) =>
  new GraphQLError(message, { extensions: { code, http: { status } } });

/** The words by which Apollo's clients know that they have to send the document too. */
const notFound = () => refusal('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND', 200);

const hashIn = ({ extensions }: Question) => record(record(extensions).persistedQuery).sha256Hash;

/**
 * Documents known by an id: those of a manifest, made when the client was built, and those that clients register by
 * sending them once with their hash (Apollo's automatic persisted queries). Where the manifest is all that may be asked,
 * nobody registers anything.
 */
export class PersistedQueries {
  private readonly manifest: Map<string, string>;
  private readonly allowed: Set<string>;
  private readonly registered = new Map<string, string>();
  private readonly isOnly: boolean;

  /** Throws a sentence for a person where the settings cannot be used. */
  constructor({ persistedQueries, isPersistedOnly }: Chosen) {
    if (isPersistedOnly && !persistedQueries)
      throw new Error('CLOUDGOV_PERSISTED_ONLY needs a manifest: name its file in CLOUDGOV_PERSISTED_QUERIES.');
    this.manifest = persistedQueries ? readManifest(persistedQueries) : new Map<string, string>();
    this.allowed = new Set(this.manifest.values());
    this.isOnly = isPersistedOnly;
  }

  /** Throws where this may not be asked; turns the ids of other clients into those that Apollo's server reads. */
  admit(question: Question) {
    const { query, documentId = question.doc_id } = question;
    if (isText(query)) return this.checkAllowed(query);
    if (isText(documentId) && !hashIn(question))
      question.extensions = { ...record(question.extensions), persistedQuery: { version: 1, sha256Hash: documentId } };
  }

  /** The document of a question; throws where there is none, or none that may be asked. */
  textOf(question: Question): string {
    const { query } = question;
    const id = hashIn(question) ?? question.documentId ?? question.doc_id;
    if (isText(query) && (query || !isText(id))) {
      this.checkAllowed(query);
      return query;
    }
    const text = isText(id) ? this.find(id) : undefined;
    if (text === undefined) throw notFound();
    return text;
  }

  /** In the shape of the cache that Apollo's server asks for. */
  readonly cache = {
    get: (key: string) => Promise.resolve(this.find(key.slice(PREFIX.length))),
    set: (key: string, text: string) => Promise.resolve(this.register(key.slice(PREFIX.length), text)),
    delete: (key: string) => Promise.resolve(this.registered.delete(key.slice(PREFIX.length))),
  };

  private find(id: string): string | undefined {
    const text = this.manifest.get(id) ?? this.registered.get(id);
    if (this.registered.delete(id)) this.registered.set(id, text!);
    return text;
  }

  private register(id: string, text: string) {
    const isRight = createHash('sha256').update(text).digest('hex') === id;
    if (this.isOnly || !isRight || text.length > LONGEST_REGISTERED || this.manifest.has(id)) return;
    this.registered.set(id, text);
    if (this.registered.size > MOST_REGISTERED) this.registered.delete(this.registered.keys().next().value!);
  }

  private checkAllowed(query: string) {
    if (this.isOnly && !this.allowed.has(query))
      throw refusal('Only the questions of the manifest are answered here; ask by its ids.', 'FORBIDDEN', 403);
  }
}
