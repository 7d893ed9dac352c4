import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';

export interface LocalServer {
  readonly port: number;
  close(): Promise<void>;
}

const DEFAULT_PORT = 4717;

/**
 * Serves on `host`, this machine alone by default. `port` null: 4717, or any free one when that is taken. Errors: throws what listening throws when the port
 * that was asked for is taken.
 */
export async function serveLocally(
  answer: (request: Request) => Response | Promise<Response>,
  port: number | null,
  host = '127.0.0.1',
): Promise<LocalServer> {
  const server = createAdaptorServer({ fetch: answer });
  const listen = (wanted: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  try {
    await listen(port ?? DEFAULT_PORT);
  } catch (error) {
    if (port !== null || !(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    await listen(0);
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
