import { EventEmitter } from 'node:events';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Client, type ClientConfig } from 'pg';
import { DataSource } from 'typeorm';
import { Database } from '#data';
import { Settings } from '../settings.js';
import { Pulse } from './pulse.js';

export const CHANNEL = 'cloudgov';
const AGAIN_MS = 1_000;

/**
 * Short words between processes, by NOTIFY on one channel. Whoever listens must live without them: a word said while
 * the connection was cut is lost, so every listener also looks by itself now and then.
 */
@Injectable()
export class Signals implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('Signals');
  private readonly heard = new EventEmitter().setMaxListeners(0);
  private readonly line = new Pulse(() => this.listen(), AGAIN_MS);
  private client?: Client;
  private connecting?: Promise<unknown>;
  private isClosing = false;

  constructor(
    private readonly db: Database,
    private readonly source: DataSource,
    private readonly settings: Settings,
  ) {}

  onApplicationBootstrap() {
    this.line.start();
  }

  async onApplicationShutdown() {
    this.isClosing = true;
    // A client that is ended while it connects would leave its connecting undecided for ever.
    await this.connecting?.catch(() => undefined);
    await this.client?.end().catch(() => undefined);
    await this.line.stop();
  }

  /** Heard by every process, this one too, when the transaction that is open has been committed. */
  async say(topic: string, text: string) {
    await this.db.query('select pg_notify($1, $2)', [CHANNEL, `${topic} ${text}`]);
  }

  /** Answers with the way to stop hearing. */
  on(topic: string, hear: (text: string) => void): () => void {
    this.heard.on(topic, hear);
    return () => void this.heard.off(topic, hear);
  }

  private async listen() {
    if (this.isClosing) return;
    const client = (this.client = new Client(this.address()));
    const cut = new Promise<void>((done) => client.once('end', done));
    client.on('error', (error) => this.log.warn(`LISTEN was cut: ${error.message}`));
    client.on('notification', ({ payload = '' }) => this.hear(payload));
    try {
      await (this.connecting = client.connect());
      await client.query(`set role cloudgov_app; listen ${CHANNEL}`);
      await cut;
    } catch (error) {
      if (!this.isClosing) this.log.warn(`LISTEN is not possible, polling instead: ${(error as Error).message}`);
      await client.end().catch(() => undefined);
    }
  }

  private hear(payload: string) {
    const space = payload.indexOf(' ');
    this.heard.emit(payload.slice(0, space), payload.slice(space + 1));
  }

  /** A pooler would hand our LISTEN to somebody else, hence an address of its own. */
  private address(): ClientConfig {
    const common = { application_name: 'cloudgov listen', keepAlive: true, connectionTimeoutMillis: 5_000 };
    if (this.settings.directUrl) return { ...common, connectionString: this.settings.directUrl };
    const { host, port, username, password, database, ssl } = this.source.options as unknown as Record<string, never>;
    return { ...common, host, port, user: username, password, database, ssl };
  }
}
