import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Throws `EADDRINUSE` where another program listens already, so that a person hears of it at once and not after a
 * database has been started. Whoever takes the port in the meantime is told by the listening itself.
 */
export async function checkPort(port: number, host: string): Promise<void> {
  const probe = createServer();
  probe.listen({ port, host, exclusive: true });
  await once(probe, 'listening');
  probe.close();
  await once(probe, 'close');
}
