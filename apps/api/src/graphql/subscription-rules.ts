import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
} from 'graphql';
import type { IncomingHttpHeaders } from 'node:http';
import type { Context, ServerOptions, SubscribePayload } from 'graphql-ws';
import type { Extra } from 'graphql-ws/use/ws';
import { idOf, type Caller, type Grant } from '#common';
import { Viewer, Visit, visiting } from '#data';
import { clientAddress, type Asking, type Callers, type Settings } from '#platform';
import { MOST_TOKENS, tooLarge } from './limits.js';
import { Listeners } from './listeners.js';
import { subscribeAnew } from './live-operation.js';
import { PersistedQueries } from './persisted-queries.js';
import { refusalOf, toldOverSocket } from './told-error.js';

/** As the audit log names what is refused. */
const OPERATION = 'WebSocket /graphql';

type Params = Record<string, unknown>;
type Line = Context<Params, Extra & { asking?: Asking & { caller: Caller } }>;

/** "Try again later", which clients do by themselves. */
const TRY_LATER = 1013;
/** The protocol's word for a caller who is not let in; clients do not try again by themselves. */
const FORBIDDEN = 4403;

/** The headers that tell who asks; those that a browser cannot set on an upgrade may be among the parameters. */
function headersOf({ connectionParams = {}, extra }: Line): IncomingHttpHeaders {
  const { authorization, cookie, origin, host, ...given } = extra.request.headers;
  const text = (said: unknown, otherwise?: string) => (typeof said === 'string' ? said : otherwise);
  return {
    authorization: text(connectionParams.Authorization ?? connectionParams.authorization, authorization),
    'x-csrf-token': text(connectionParams['x-csrf-token']),
    'sec-fetch-site': given['sec-fetch-site'],
    ...{ cookie, origin, host },
  };
}

const rightOf = ({ permissions, scope }: Grant) =>
  JSON.stringify([permissions === 'all' ? permissions : [...permissions].sort(), scope]);

const rightsOf = ({ grants = [], ...all }: Caller) => [idOf(all), rightOf(all), ...grants.map(rightOf).sort()].join();

const invalid = (fault: string | GraphQLError) =>
  new GraphQLError(typeof fault === 'string' ? fault : fault.message, { extensions: { code: 'INVALID' } });

/** Who may connect over `graphql-transport-ws`, and what they may ask there. */
export class SubscriptionRules {
  private readonly listeners: Listeners<Line>;
  private readonly persisted: PersistedQueries;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly callers: Callers,
    private readonly settings: Settings,
    private readonly nextId: () => string,
  ) {
    this.listeners = new Listeners(settings);
    this.persisted = new PersistedQueries(settings);
  }

  options(): ServerOptions<Params, Line['extra']> {
    return {
      onConnect: (line) => this.admit(line),
      onSubscribe: (line, _id, question) => this.read(line, question),
      subscribe: (args) => this.subscribe(args, args.contextValue as { req: Asking }) as never,
      onNext: (...[, , , , { errors, ...result }]) => errors && { ...result, errors: errors.map(toldOverSocket) },
      onError: (_line, _id, _question, errors) => errors.map(toldOverSocket),
      onClose: (line) => this.listeners.forget(line),
    };
  }

  private subscribe(args: ExecutionArgs, context: { req: Asking }) {
    const enter = <T>(work: () => T) => visiting(new Visit(Viewer.of(context.req.caller!)), work);
    return subscribeAnew(args, { enter, renew: () => this.renew(context) });
  }

  /** Closes each connection whose token is nobody's any more, or has other rights than it had, though nothing is told there. */
  async recheck() {
    for (const { extra } of this.listeners.all())
      await this.renew({ req: extra.asking! }).catch(({ extensions, message }: GraphQLError) => {
        if (extensions.code === 'UNAUTHENTICATED') extra.socket.close(FORBIDDEN, message);
      });
  }

  /** False closes the connection as forbidden. */
  private async admit(line: Line): Promise<boolean> {
    const { request, socket } = line.extra;
    const ip = clientAddress(request, this.settings.trustedProxies);
    const asking: Asking = { id: this.nextId(), ip, headers: headersOf(line), isPassive: true };
    const caller = await this.callers.proven(asking, OPERATION).catch(() => undefined);
    if (!caller) return false;
    line.extra.asking = { ...asking, caller };
    if (socket.readyState !== socket.OPEN) return false;
    if (this.listeners.admit(caller, line)) return true;
    socket.close(TRY_LATER, `At most ${this.settings.socketsPerCaller} connections of one caller`);
    return false;
  }

  /** The question, ready to be answered, or why it is refused. */
  private read({ extra }: Line, question: SubscribePayload): ExecutionArgs | readonly GraphQLError[] {
    try {
      this.listeners.checkSubscriptions(extra.asking!.caller);
      const document = parse(this.persisted.textOf({ ...question }), { maxTokens: MOST_TOKENS });
      const faults = validate(this.schema, document);
      return faults.length ? faults.map(invalid) : this.prepare(document, question, { req: extra.asking });
    } catch (error) {
      return [error instanceof GraphQLError ? error : refusalOf(error)];
    }
  }

  private prepare(document: DocumentNode, question: SubscribePayload, contextValue: object): ExecutionArgs {
    const { operationName, variables } = question;
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== OperationTypeNode.SUBSCRIPTION)
      throw invalid('Only subscriptions are answered here; POST everything else to /graphql.');
    const asked = { schema: this.schema, document, operation, variables: variables ?? undefined };
    const refusal = tooLarge(asked, this.settings);
    if (refusal) throw refusal;
    return { schema: this.schema, document, operationName, variableValues: variables, contextValue };
  }

  /** The context of the next event; throws where the token is nobody's any more, or has other rights than it had. */
  private async renew({ req: { caller, ...asking } }: { req: Asking }) {
    const req: Asking = asking;
    const now = await this.callers.proven(req, OPERATION).catch((error: unknown) => Promise.reject(refusalOf(error)));
    if (rightsOf(now) !== rightsOf(caller!))
      throw new GraphQLError('The rights of this token have changed; subscribe again.', {
        extensions: { code: 'UNAUTHENTICATED' },
      });
    return { req };
  }
}
