import { createReadStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { checkpointLine, parseCheckpoint, type CheckpointPlace } from './checkpoint.js';
import type { SignedHead } from './signed-texts.js';

const BATCH = 500;

/** One file of JSON lines a day under `CLOUDGOV_HOME`, only ever appended to; each line is on the disk before it counts. */
export class CheckpointFiles implements CheckpointPlace {
  readonly everyMs = 0;

  constructor(readonly name: string) {}

  async write(head: SignedHead): Promise<void> {
    await mkdir(this.name, { recursive: true });
    const day = head.signedAt.toISOString().slice(0, 10);
    const file = await open(join(this.name, `${day}.ndjson`), 'a', 0o600);
    try {
      // The line feed before it ends what a crash may have cut short.
      const { size } = await file.stat();
      await file.appendFile(`${size ? '\n' : ''}${checkpointLine(head).trimEnd()}`);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  async *read(): AsyncGenerator<SignedHead[]> {
    const names = await readdir(this.name).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    for (const name of names.filter((each) => each.endsWith('.ndjson')).sort()) yield* inBatches(join(this.name, name));
  }
}

async function* inBatches(file: string): AsyncGenerator<SignedHead[]> {
  let batch: SignedHead[] = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const head = parseCheckpoint(line);
    if (head) batch.push(head);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length) yield batch;
}
