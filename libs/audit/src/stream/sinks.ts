import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { postText } from './post.js';
import type { Sink, StreamedEntry } from './streamed-entry.js';
import { syslogSink } from './syslog.js';

const ndjson = (entries: StreamedEntry[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

const fileSink =
  (url: URL): Sink =>
  async (entries) => {
    const file = await open(fileURLToPath(url), 'a', 0o600);
    try {
      await file.appendFile(ndjson(entries));
      await file.datasync();
    } finally {
      await file.close();
    }
  };

const postSink =
  (url: URL, isPrivateAllowed: boolean): Sink =>
  (entries) =>
    postText(url, ndjson(entries), { type: 'application/x-ndjson', isPrivateAllowed });

export function sinkOf(url: URL, isPrivateAllowed: boolean): Sink {
  if (url.protocol === 'file:') return fileSink(url);
  return url.protocol.startsWith('syslog') ? syslogSink(url) : postSink(url, isPrivateAllowed);
}
