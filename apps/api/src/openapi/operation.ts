import type { ClassSchemas } from './class-schemas.js';
import { answerName } from './field-type.js';
import { Examples } from './examples.js';
import { parametersOf } from './parameters.js';
import { problemsOf } from './problems.js';
import type { Route } from './routes.js';
import type { Schema } from './schema.js';

const pageOf = (items: Schema): Schema => ({
  type: 'object',
  properties: {
    items: { type: 'array', items },
    total: { type: 'integer', description: 'How many the whole list has.' },
    nextCursor: { type: ['string', 'null'], description: 'For `?cursor` of the next page; null on the last.' },
  },
  required: ['items', 'total', 'nextCursor'],
});

type Content = Record<string, { schema: Schema; example?: unknown }>;

const header = (description: string) => ({ description, schema: { type: 'string' } });

const file: Schema = { type: 'string', format: 'binary' };

/** Writes one route; the schemas of its classes are collected on the way. */
export class OperationWriter {
  private readonly examples: Examples;

  constructor(private readonly schemas: ClassSchemas) {
    this.examples = new Examples(schemas.all);
  }

  write(route: Route) {
    const { id, path, permission, answers } = route;
    const parameters = parametersOf(route, this.schemas);
    const requestBody = this.body(route);
    const isPublic = permission === 'public' && !answers?.isGuarded;
    return {
      operationId: id,
      tags: [path.split('/')[1]!],
      summary: answers?.summary ?? '',
      ...(isPublic && { security: [] }),
      description: isPublic ? 'Open to everyone.' : `Needs the permission \`${permission}\`.`,
      ...(parameters.length && { parameters }),
      ...(requestBody && { requestBody }),
      responses: { ...this.successes(route), ...problemsOf(route) },
    };
  }

  private json(schema: Schema) {
    return { 'application/json': { schema, example: this.examples.of(schema) } };
  }

  private body({ body, answers }: Route): { required: true; content: Content } | undefined {
    if (body) {
      const json = this.json(this.schemas.input(body));
      const form = answers?.isForm && { 'application/x-www-form-urlencoded': json['application/json'] };
      return { required: true, content: { ...json, ...form } };
    }
    if (!answers?.takes) return undefined;
    const { files, json } = answers.takes;
    const form = { type: 'object', properties: { file } };
    const others = json && { 'multipart/form-data': { schema: form }, ...this.json(this.schemas.input(json)) };
    const content: Record<string, { schema: Schema; example?: unknown }> = {
      ...Object.fromEntries(files.map((type) => [type, { schema: file }])),
      ...others,
    };
    return { required: true, content };
  }

  private content({ answers }: Route) {
    const { type, isList, files = {} } = answers ?? {};
    const one = type && this.schemas.answer(type);
    const texts = Object.entries(files).map(([name, example]) => [
      name,
      { schema: name.startsWith('text/') ? { type: 'string' } : file, example },
    ]);
    return { ...(one && this.json(isList ? pageOf(one) : one)), ...Object.fromEntries(texts) } as object;
  }

  private successes(route: Route) {
    const { status, answers } = route;
    if (status === 204) return { 204: { description: 'Done; nothing to tell.' } };
    if (status >= 300)
      return { [status]: { description: 'Go on there.', headers: { location: header('Where to go.') } } };
    const content = this.content(route);
    const headers = this.headers(route);
    const done = { description: status === 201 ? 'Made.' : 'Done.', ...headers, content };
    if (answers?.isWork)
      return { 200: done, 202: { description: 'Begun; `Location` tells how it goes.', ...headers, content } };
    return {
      [status]: done,
      ...(answers?.isHealth && { 503: { description: 'Something is down.', content } }),
    };
  }

  private headers({ status, answers }: Route) {
    const isVersioned = answers?.type && !answers.isList && this.hasVersion(answerName(answers.type));
    const headers = {
      ...((status === 201 || answers?.isWork) && { location: header('Where to look for it.') }),
      ...(isVersioned && { etag: header('For `If-Match`.') }),
    };
    return Object.keys(headers).length ? { headers } : {};
  }

  private hasVersion(name: string) {
    return this.schemas.all[name]?.properties?.version !== undefined;
  }
}
