import { contentPolicy, inline } from '#platform';

const STYLE = `:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--line:#d0d7de;--soft:#57606a;--act:#0b5cad;--on:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--line:#30363d;--soft:#9198a1;--act:#58a6ff;--on:#0d1117}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;
font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
main{width:100%;max-width:26rem;border:1px solid var(--line);border-radius:.75rem;padding:2rem}
h1{font-size:1.375rem;line-height:1.25;margin:0 0 1rem}p{margin:0 0 1rem;overflow-wrap:anywhere}
.name{font-weight:600;color:var(--soft);margin:0 0 1.5rem}.more{color:var(--soft);font-size:.875rem;margin:1rem 0 0}
button,.act{display:block;width:100%;padding:.75rem 1rem;border:0;border-radius:.5rem;font:inherit;font-weight:600;text-align:center;
text-decoration:none;color:var(--on);background:var(--act);cursor:pointer}
button:focus-visible,a:focus-visible{outline:3px solid var(--ink);outline-offset:2px}`;

/** Nothing but its own style is loaded, no script runs, and its form goes to us alone. */
export const PAGE_POLICY = contentPolicy({ 'style-src': [inline(STYLE)], 'form-action': ["'self'"] });

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

const page = (title: string, body: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${escaped(title)} · CloudGov</title><style>${STYLE}</style></head>
<body><main><p class="name">CloudGov</p><h1>${escaped(title)}</h1>
${body}
</main></body></html>
`;

/** Asks for a press of a button, so that a program that follows links does not sign anybody in. */
export const linkPage = (email: string, secret: string) =>
  page(
    'Sign in',
    `<p>You will be signed in as <strong>${escaped(email)}</strong>.</p>
<form method="post" action="/auth/link"><input type="hidden" name="token" value="${escaped(secret)}">
<button>Sign in</button></form>
<p class="more">This link works once. If it was not meant for you, close this page.</p>`,
  );

/** Says what went wrong, and offers to begin again where that may help. */
export const problemPage = (title: string, detail: string, again?: string) =>
  page(
    title,
    `<p role="alert">${escaped(detail)}</p>${again ? `\n<a class="act" href="${escaped(again)}">Try again</a>` : ''}`,
  );
