import { unreachable, type Api } from '../api.js';
import { Failure } from '../failure.js';
import { addressOf } from '../find-server.js';
import { fine, unknown, wrong, type Finding } from './check.js';

interface Health {
  details: Record<string, { status: string; [fact: string]: unknown }>;
}

const facts = (part: Record<string, unknown>) =>
  Object.entries(part)
    .filter(([name]) => name !== 'status')
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');

const mendOf = (error: unknown) => (error instanceof Failure && error.next) || 'see the log of the server';

/** What the server says of its own parts. */
function health({ details }: Health): Finding {
  const down = Object.entries(details).filter(([, { status }]) => status !== 'up');
  if (!down.length) return fine('Health', `${Object.keys(details).join(', ')} up`);
  const found = down.map(([name, part]) => `${name} is down (${facts(part)})`).join('; ');
  return wrong('Health', found, 'see the log of the server');
}

async function token(api: Api): Promise<Finding> {
  try {
    await api.get('/cost/imports?limit=1');
    return fine('Token', `known, from ${api.target.tokenFrom}`);
  } catch (error) {
    return wrong('Token', (error as Error).message, mendOf(error));
  }
}

/** Whether the API answers, how it feels, and whether it knows us. */
export async function server(api: Api): Promise<Finding[]> {
  const place = addressOf(process.env);
  try {
    const reply = await fetch(`${place.url}/health`, { signal: AbortSignal.timeout(10_000) });
    const told = health((await reply.json()) as Health);
    return [fine('API', place.url), told, await token(api)];
  } catch (error) {
    const rest = [unknown('Health', 'not known'), unknown('Token', 'not tried')];
    const { message, next } = unreachable(place, error);
    const isOther = error instanceof SyntaxError || (error instanceof TypeError && !error.cause);
    if (!isOther) return [wrong('API', message, next!), ...rest];
    return [wrong('API', `what answers on ${place.url} is not CloudGov`, 'set CLOUDGOV_URL to where it is'), ...rest];
  }
}
