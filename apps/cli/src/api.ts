import { Injectable } from '@nestjs/common';
import { Failure } from './failure.js';
import { findServer, type Target } from './find-server.js';

/** RFC 9457, as every error of the API is told. */
interface Problem {
  detail?: string;
  title?: string;
  errors?: { field: string; messages: string[] }[];
}

/** The server is not there, or not any more; asking again may help. */
export class Unreachable extends Failure {}

/** The server has answered, and the answer is no. */
export class Refusal extends Failure {
  constructor(
    readonly status: number,
    message: string,
    next?: string,
    /** The fields at fault. */
    readonly fields: string[] = [],
  ) {
    super(message, next);
  }
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'no such host',
  ECONNRESET: 'connection lost',
  UND_ERR_SOCKET: 'connection lost',
  EPIPE: 'connection lost',
  ETIMEDOUT: 'no answer in time',
  TimeoutError: 'no answer in time',
};

interface NetworkError {
  name?: string;
  code?: string;
  message?: string;
  cause?: NetworkError;
}

function reason(error: NetworkError): string {
  const { code, name, message } = error.cause ?? error;
  return REASONS[code ?? ''] ?? REASONS[name ?? ''] ?? code ?? message ?? 'unknown reason';
}

export function unreachable({ url, isNamed }: Pick<Target, 'url' | 'isNamed'>, error: unknown): Unreachable {
  const next = isNamed
    ? 'see that CLOUDGOV_URL is right and that the server runs (`cloudgov doctor`)'
    : 'start it with `npx cloudgov serve`, or name a server elsewhere with CLOUDGOV_URL and CLOUDGOV_TOKEN';
  return new Unreachable(`No CloudGov answers on ${url} (${reason(error as NetworkError)}).`, next);
}

/** Some rules name their field by themselves. */
const sentence = (field: string, rule: string) => (rule.startsWith(`${field} `) ? rule : `${field} ${rule}`);

export function refusal({ url, tokenFrom }: Target, status: number, text: string): Refusal {
  let problem: Problem = {};
  try {
    problem = JSON.parse(text) as Problem;
  } catch {
    return new Refusal(status, `${url} answers ${status}, and not as CloudGov does.`, 'see that CLOUDGOV_URL is right');
  }
  if (status === 401)
    return new Refusal(status, `${url} does not know the token of ${tokenFrom}.`, 'set CLOUDGOV_TOKEN to a valid one');
  const errors = problem.errors ?? [];
  const fields = errors.flatMap(({ field, messages }) => messages.map((each) => sentence(field, each))).join('; ');
  const said = problem.detail ?? problem.title ?? `The server answers ${status}.`;
  return new Refusal(
    status,
    fields ? `${said.replace(/\.$/, ':')} ${fields}.` : said,
    undefined,
    errors.map(({ field }) => field),
  );
}

/** JSON of the HTTP API, on behalf of whoever runs the command. */
@Injectable()
export class Api {
  private found?: Target;

  /** Throws where nothing says which token to use. */
  get target(): Target {
    return (this.found ??= findServer(process.env));
  }

  async get<T>(path: string): Promise<T> {
    return this.parsed(await this.ask('GET', path));
  }

  async post<T>(path: string, body?: object): Promise<T> {
    return this.parsed(await this.ask('POST', path, body));
  }

  /** For what is done without a word of its own to say. */
  async order(method: 'POST' | 'DELETE', path: string): Promise<void> {
    await this.ask(method, path);
  }

  private async ask(method: string, path: string, body?: object): Promise<string> {
    const { url, token } = this.target;
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    const signal = AbortSignal.timeout(60_000);
    try {
      const reply = await fetch(url + path, { method, headers, body: body && JSON.stringify(body), signal });
      const text = await reply.text();
      if (!reply.ok) throw refusal(this.target, reply.status, text);
      return text;
    } catch (error) {
      throw error instanceof Failure ? error : unreachable(this.target, error);
    }
  }

  /** What answers, but not in JSON, is refused as any other stranger. */
  private parsed<T>(text: string): T {
    try {
      return JSON.parse(text) as T;
    } catch {
      throw refusal(this.target, 200, text);
    }
  }
}
