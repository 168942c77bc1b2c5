import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import tls from 'node:tls';
import { certificate } from './certificate.js';

/** What a cloud was asked. */
export interface Asked {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: any;
}

/** What it answers: JSON unless a text; `cut` sends half of it and hangs up, `gone` nothing at all. */
export interface Told {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  text?: string;
  cut?: true;
  gone?: true;
}

export type Answers = (asked: Asked) => Told | Promise<Told>;

function tell(response: ServerResponse, { status = 200, headers = {}, json, text, cut, gone }: Told) {
  if (gone) return void response.destroy();
  const body = text ?? (json === undefined ? '' : JSON.stringify(json));
  const type = text === undefined ? { 'content-type': 'application/json' } : {};
  response.writeHead(status, { ...type, 'content-length': Buffer.byteLength(body), ...headers });
  if (!cut) return void response.end(body);
  response.write(body.slice(0, body.length / 2), () => response.destroy());
}

const TLS = certificate();

/** Lets every TLS connection of this process believe the stub, as `NODE_EXTRA_CA_CERTS` would; answers how to stop. */
function believe(): () => void {
  const original = tls.createSecureContext;
  tls.createSecureContext = (options) => {
    const context = original(options);
    context.context.addCACert(TLS.cert);
    return context;
  };
  return () => {
    tls.createSecureContext = original;
  };
}

/** A cloud on this machine, over TLS that the SDKs believe; `close` ends it and the belief. */
export async function stubServer(answers: Answers) {
  const asked: Asked[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const bytes = await buffer(request);
    const text = bytes.toString('utf8');
    const isJson = String(request.headers['content-type']).includes('json') && text !== '';
    const question: Asked = {
      method: request.method!,
      url: new URL(request.url!, 'https://localhost'),
      headers: request.headers,
      body: isJson ? JSON.parse(text) : text,
    };
    asked.push(question);
    tell(response, await answers(question));
  };
  const server = createServer(TLS, (request, response) => {
    answer(request, response).catch((error: unknown) => tell(response, { status: 500, text: String(error) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const disbelieve = believe();
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      disbelieve();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type StubServer = Awaited<ReturnType<typeof stubServer>>;
