import { createHash } from 'node:crypto';

type Sources = readonly string[];

/** What a page of ours needs beyond nothing, in the words of CSP: `'self'`, `data:`, what `inline` answers. */
export interface PageNeeds {
  'script-src'?: Sources;
  'style-src'?: Sources;
  'img-src'?: Sources;
  'font-src'?: Sources;
  'connect-src'?: Sources;
  'form-action'?: Sources;
}

/** Allows exactly this text inside of a `<style>` or `<script>`. */
export const inline = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * A Content-Security-Policy (CSP level 3) that allows what is named and nothing else: no frame around a page of ours, no
 * script that is not ours. Throws where a script would be let in unseen.
 */
export function contentPolicy(needs: PageNeeds = {}): string {
  const scripts = needs['script-src'] ?? [];
  if (scripts.some((source) => /unsafe|^https?:$|^\*/.test(source)))
    throw new Error(`A page may not allow scripts from ${scripts.join(' ')}.`);
  const all = { 'default-src': ["'none'"], 'base-uri': ["'none'"], 'form-action': ["'none'"], ...needs };
  const directives = Object.entries({ ...all, 'frame-ancestors': ["'none'"] });
  return directives.map(([name, sources]: [string, Sources]) => [name, ...sources].join(' ')).join('; ');
}
