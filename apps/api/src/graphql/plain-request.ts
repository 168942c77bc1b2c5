import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

const OFFER = /^(connection|upgrade|http2-settings)$/i;

/** The request as it would have come without any offer to change the protocol. */
function headOf({ method, url, rawHeaders, headers }: IncomingMessage): string {
  const lines = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 && !OFFER.test(name) ? [`${name}: ${rawHeaders[at + 1]}`] : [],
  );
  const isLast = /\bclose\b/i.test(headers.connection ?? '');
  return [`${method} ${url} HTTP/1.1`, ...lines, `Connection: ${isLast ? 'close' : 'keep-alive'}`, '\r\n'].join('\r\n');
}

/**
 * Answers a request that offers another protocol than WebSocket in HTTP/1.1, as the standard (RFC 9110, 7.8) allows: some
 * clients offer HTTP/2 with every request, and Node hands all offers to whoever listens for one of them.
 */
export function answerPlainly(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer) {
  socket.unshift(Buffer.concat([Buffer.from(headOf(request), 'latin1'), head]));
  server.emit('connection', socket);
}
