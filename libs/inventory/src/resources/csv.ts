import type { Readable } from 'node:stream';
import { csvLine, disarmed } from '#common';
import { begun } from '#platform';
import { RESOURCE_COLUMNS } from './resource-list.js';
import type { Resource } from './resource.entity.js';

const isText = (value: unknown): value is string => typeof value === 'string';

/** Texts are the clouds' and users' own, and may pose as a formula; an apostrophe makes a spreadsheet show them as they are. */
function cell(value: unknown, isAmount: boolean): string | null {
  if (value === null || value === undefined) return null;
  const text = value instanceof Date ? value.toISOString() : isText(value) ? value : JSON.stringify(value);
  return isAmount ? text : disarmed(text);
}

const line = (resource: Resource) =>
  csvLine(RESOURCE_COLUMNS.map((column) => cell(resource[column], column === 'monthlyCost')));

/** RFC 4180 with a head line: every field of every resource; tags are JSON. */
async function* lines(pages: AsyncIterable<Resource[]>) {
  let head = `${RESOURCE_COLUMNS.join(',')}\r\n`;
  for await (const page of pages) {
    yield head + page.map(line).join('');
    head = '';
  }
  if (head) yield head;
}

export const csvOf = (pages: AsyncIterable<Resource[]>): Promise<Readable> => begun(lines(pages));
