import type { OpenApi } from './document.js';

type Operation = OpenApi['paths'][string][string];

const escape = (text: unknown) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);

/** Backticks become code, nothing else is markup. */
const prose = (text = '') => escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');

export const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
nav a{margin-right:1rem}details{border:1px solid #d0d7de;border-radius:6px;margin:.5rem 0;padding:.5rem 1rem}
summary{cursor:pointer}summary b{display:inline-block;width:4.5rem}table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #d0d7de;padding:.3rem;text-align:left;vertical-align:top}
pre{background:#f6f8fa;padding:.7rem;overflow:auto;max-height:24rem}
@media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}pre{background:#161b22}a{color:#58a6ff}}`;

function typeOf(schema: { type?: unknown; format?: string; enum?: readonly unknown[] }): string {
  if (schema.enum) return schema.enum.join(' | ');
  return [schema.type, schema.format].filter(Boolean).join(', ');
}

function parameters({ parameters = [] }: Operation): string {
  if (!parameters.length) return '';
  const rows = parameters.map(
    ({ name, in: place, required, schema, description }) =>
      `<tr><td><code>${escape(name)}</code>${required ? ' *' : ''}<td>${place}<td>${escape(typeOf(schema))}<td>${prose(description)}`,
  );
  return `<table><tr><th>Parameter<th>In<th>Type<th>${rows.join('')}</table>`;
}

interface Body {
  description?: string;
  $ref?: string;
  content?: Record<string, { example?: unknown }>;
}

function body(title: string, { description, content = {} }: Body): string {
  const parts = Object.entries(content).map(([type, { example }]) => {
    const shown = example === undefined ? '' : `<pre>${escape(JSON.stringify(example, null, 2))}</pre>`;
    return `<p><code>${escape(type)}</code></p>${shown}`;
  });
  return `<h4>${escape(title)} ${prose(description)}</h4>${parts.join('')}`;
}

function operation(path: string, method: string, told: Operation): string {
  const responses = Object.entries(told.responses as Record<string, Body>);
  const own = responses.filter(([, { $ref }]) => !$ref).map(([status, answer]) => body(status, answer));
  const shared = responses.filter(([, { $ref }]) => $ref).map(([status]) => `<a href="#errors">${status}</a>`);
  return `<details id="${escape(told.operationId)}"><summary><b>${method.toUpperCase()}</b> <code>${escape(path)}</code> ${prose(told.summary)}</summary>
<p>${prose(told.description)}</p>${parameters(told)}${told.requestBody ? body('Body', told.requestBody) : ''}${own.join('')}
<p>Errors: ${shared.join(', ')}</p></details>`;
}

/** The document as one page for people, which needs no script. */
export function docsPage(document: OpenApi): string {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, told]) => ({ tag: told.tags[0]!, html: operation(path, method, told) })),
  );
  const tags = [...new Set(all.map(({ tag }) => tag))];
  const sections = tags.map((tag) => {
    const parts = all.filter((each) => each.tag === tag).map(({ html }) => html);
    return `<h2 id="${escape(tag)}">${escape(tag)}</h2>${parts.join('')}`;
  });
  const { responses } = document.components as { responses: Record<string, Body> };
  const errors = Object.entries(responses).map(([name, answer]) => body(name.replace('Problem', ''), answer));
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>CloudGov API</title><style>${STYLE}</style><h1>CloudGov API ${escape(document.info.version)}</h1>
<p>${prose(document.info.description)} For programs: <a href="/openapi.json">openapi.json</a>.</p>
<nav>${tags.map((tag) => `<a href="#${escape(tag)}">${escape(tag)}</a>`).join('')}</nav>
${sections.join('')}<h2 id="errors">Errors</h2>${errors.join('')}</html>`;
}
