import { Injectable } from '@nestjs/common';
import { Database } from '#data';
import { Metrics } from './metrics.js';

/** The pool of this process, read at each scrape. */
@Injectable()
export class DbMetrics {
  constructor(metrics: Metrics, db: Database) {
    const help = 'Connections to the database, and requests that wait for one.';
    metrics.gauge({ name: 'db_connections', help, labelNames: ['state'] }, (gauge) => {
      const { busy, idle, waiting } = db.connections;
      for (const [state, count] of Object.entries({ busy, idle, waiting })) gauge.set({ state }, count);
    });
    metrics.gauge({ name: 'db_connections_max', help: 'The most connections of this process.' }, (gauge) =>
      gauge.set(db.connections.max),
    );
  }
}
