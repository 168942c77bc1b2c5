import { setTimeout as pause } from 'node:timers/promises';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';
import { Clock, newId } from '#common';
import { Callers, clientAddress, credentialOf, Settings, Throttle } from '#platform';
import { answerPlainly } from './plain-request.js';
import { SubscriptionRules } from './subscription-rules.js';

const PATH = '/graphql';

/** Those whom nobody knows yet count here too; a connection that does not sign in is closed after three seconds. */
const MOST_CONNECTIONS = 2_000;
const PATIENCE_MS = 1_000;

/** A listener whose token is revoked is cut off within this time, though nothing changes that could be told. */
const RECHECK_MS = 5_000;

/** Bytes of answers that may wait for one who does not read them; what is told is some hundred bytes long. */
const MOST_UNREAD = 1_048_576;

/** What cannot be sent to a listener who is gone is no error, of which each waiting answer would write one to the log. */
class Line extends WebSocket {
  override send(data: Parameters<WebSocket['send']>[0], ...rest: unknown[]) {
    const done = rest.at(-1);
    super.send(data, () => typeof done === 'function' && (done as () => void)());
  }
}

/** Whoever asks on without reading the answers is cut off; even a ping is answered, and before anybody has signed in. */
function demandReading(client: WebSocket) {
  const check = () => {
    if (client.bufferedAmount > MOST_UNREAD) client.terminate();
  };
  client.on('message', check).on('ping', check);
}

/** Answers an upgrade that comes to nothing; Node leaves the connection to whoever listens for upgrades. */
function refuse(socket: Duplex, status: string, ...headers: string[]) {
  socket.on('error', () => undefined);
  socket.end([`HTTP/1.1 ${status}`, ...headers, 'Connection: close', 'Content-Length: 0', '\r\n'].join('\r\n'));
}

@Injectable()
export class SubscriptionParts {
  constructor(
    readonly callers: Callers,
    readonly settings: Settings,
    readonly clock: Clock,
    readonly throttle: Throttle,
  ) {}
}

/** GraphQL subscriptions over WebSockets, by the protocol `graphql-transport-ws`. */
@Injectable()
export class SubscriptionServer implements OnModuleInit, OnApplicationBootstrap {
  private sockets?: WebSocketServer;
  private isClosing = false;

  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly schemaHost: GraphQLSchemaHost,
    private readonly parts: SubscriptionParts,
  ) {}

  /** Whoever closes the server waits for every connection, so these end first. */
  onModuleInit() {
    this.host.httpAdapter.getInstance().addHook('preClose', () => this.close());
  }

  onApplicationBootstrap() {
    const { callers, settings, clock } = this.parts;
    const sockets = (this.sockets = new WebSocketServer({
      noServer: true,
      maxPayload: settings.bodyLimit,
      WebSocket: Line,
    }));
    const rules = new SubscriptionRules(this.schemaHost.schema, callers, settings, () => newId(clock.now()));
    sockets.on('connection', demandReading);
    useServer(rules.options(), sockets);
    void this.keepChecking(rules);
    const server = this.host.httpAdapter.getHttpServer<Server>();
    server.on('upgrade', (request, socket, head) => {
      if (request.headers.upgrade?.toLowerCase() === 'websocket') this.upgrade(request, socket, head);
      else answerPlainly(server, request, socket, head);
    });
  }

  private async keepChecking(rules: SubscriptionRules) {
    while (!this.isClosing) {
      await pause(RECHECK_MS, undefined, { ref: false });
      await rules.recheck();
    }
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    const sockets = this.sockets!;
    if (request.url?.split('?')[0] !== PATH) return refuse(socket, '404 Not Found');
    const { isAllowed, retrySeconds } = this.ask(request);
    if (!isAllowed) return refuse(socket, '429 Too Many Requests', `Retry-After: ${retrySeconds}`);
    if (this.isClosing || sockets.clients.size >= MOST_CONNECTIONS) return refuse(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  }

  /** A connection counts as a request does. */
  private ask(request: IncomingMessage) {
    const { settings, throttle } = this.parts;
    return throttle.request(
      clientAddress(request, settings.trustedProxies),
      credentialOf(settings, request.headers)?.token,
    );
  }

  /** A server that stops says so, and waits no longer than a moment for those who do not listen. */
  private async close() {
    this.isClosing = true;
    const clients = [...(this.sockets?.clients ?? [])];
    for (const client of clients) client.close(1001, 'Going away');
    for (let left = PATIENCE_MS; left > 0 && this.sockets?.clients.size; left -= 50) await pause(50);
    for (const client of clients) client.terminate();
    this.sockets?.close();
  }
}
