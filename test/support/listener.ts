import { request } from 'node:http';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { TOKEN } from './app.js';

export interface Listener {
  events: any[];
  errors: any[];
  /** How the connection was closed, once it has been. */
  closed: Promise<{ code: number; reason: string }>;
  /** Resolves once a subscription has ended, with or without an error. */
  ended: Promise<unknown>;
  /** The first event, past or to come, that is as wanted. */
  heard: (wanted: (event: any) => boolean) => Promise<any>;
  client: Client;
}

interface Listening {
  query?: string;
  variables?: Record<string, unknown>;
  extensions?: Record<string, unknown>;
  connectionParams?: Record<string, unknown>;
  headers?: Record<string, string>;
}

const QUERY = 'subscription { importChanged { id state rowsAccepted error } }';
export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

/** A real client of `graphql-transport-ws` that never connects again by itself. */
export function listen(url: string, listening: Listening = {}): Listener {
  const { query = QUERY, variables, extensions, connectionParams = bearer(TOKEN), headers } = listening;
  const Socket = class extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols, { headers });
    }
  };
  let close: (event: { code: number; reason: string }) => void;
  const closed = new Promise<{ code: number; reason: string }>((done) => (close = done));
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: Socket,
    connectionParams,
    retryAttempts: 0,
    on: { closed: (event) => close(event as { code: number; reason: string }) },
  });
  const events: any[] = [];
  const errors: any[] = [];
  let tell = () => undefined as void;
  const ended = new Promise<unknown>((done) =>
    client.subscribe(
      { query, variables, extensions },
      {
        next: ({ data, errors: faults }) => {
          if (data) events.push(data.importChanged);
          if (faults) errors.push(...faults);
          tell();
        },
        error: (error) => {
          errors.push(...(Array.isArray(error) ? error : [error]));
          done(error);
        },
        complete: () => done(undefined),
      },
    ),
  );
  const heard = async (wanted: (event: any) => boolean) => {
    for (;;) {
      const found = events.find(wanted);
      if (found) return found;
      await new Promise<void>((next) => (tell = next));
    }
  };
  return { events, errors, closed, ended, heard, client };
}

/** How a server answers a bare request for an upgrade. */
export const upgradeStatus = (url: string, headers: Record<string, string>) =>
  new Promise<number | undefined>((done, fail) => {
    const asked = request(url, { headers }, ({ statusCode }) => done(statusCode));
    asked.on('error', fail).end();
  });
