// The application without authorization and without walls, for a bench that measures what they cost. Nothing of the
// product leads here: its own classes are changed, in this process alone.
import 'reflect-metadata';
import type { ExecutionContext } from '@nestjs/common';
import { systemCaller, type Caller } from '#common';
import { recognise } from '#data';
import { Callers, requestOf, Settings, type Asking } from '#platform';
import { createApp, open } from '../../../apps/api/src/create-app.js';
import { PermissionGuard } from '../../../libs/platform/src/permission.guard.js';
import { QUARTER, TEAM } from './part.js';

const WHOLE = systemCaller('token:bench');

/** Without policies nobody's questions are asked as if there were any. */
function callerOf({ headers }: Pick<Asking, 'headers'>): Caller {
  recognise(WHOLE);
  const part = [QUARTER, TEAM].find(({ token }) => headers.authorization === `Bearer ${token}`);
  return part ? { ...WHOLE, scope: part.scope } : WHOLE;
}

Callers.prototype.of = (asking) => Promise.resolve((asking.caller = callerOf(asking)));
PermissionGuard.prototype.canActivate = (context: ExecutionContext) => {
  const request = requestOf(context);
  request.caller = callerOf(request);
  return Promise.resolve(true);
};

const settings = new Settings(process.env);
const app = await createApp(settings, { url: settings.databaseUrl!, walls: false });
await open(app, 0, '127.0.0.1');
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
console.log(`CloudGov answers on ${await app.getUrl()}`);
