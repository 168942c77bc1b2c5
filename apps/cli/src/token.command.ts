import { Command as Named, Option, SubCommand } from 'nest-commander';
import { Api } from './api.js';
import { Command, CommandGroup } from './command.js';
import { Failure, Misuse } from './failure.js';
import { table } from './format.js';
import { out, say, tell } from './terminal.js';

/** A machine token as the API tells it; `token` only where it has just been made. */
interface Token {
  id: string;
  name: string;
  hint: string;
  createdBy: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  grants: { role: string; scope: object }[];
  token?: string;
}

interface Asked {
  role?: string[];
  account?: string[];
  tag?: string;
  expires?: string;
  json?: boolean;
}

const more = (value: string, before: string[] = []) => [...before, value];

/** `team=payments,search`; a key alone means any of its values. */
function tagScope(text: string) {
  const [key, ...rest] = text.split('=');
  const values = rest.join('=').split(',').filter(Boolean);
  return { tag: { key, values } };
}

function scopeOf({ account, tag }: Asked) {
  if (account && tag !== undefined) throw new Misuse('A token is for accounts or for a tag: leave one of them away.');
  if (account) return { accounts: account };
  return tag === undefined ? undefined : tagScope(tag);
}

function moment(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime()))
    throw new Misuse(`--expires takes a day or an instant, such as 2027-01-31, not ${text}.`);
  return at.toISOString();
}

@SubCommand({ name: 'create', arguments: '<name>', description: 'make a machine token and print it, this once' })
export class TokenCreateCommand extends Command {
  constructor(private readonly api: Api) {
    super();
  }

  @Option({ flags: '--role <role>', description: 'what it may do, such as viewer; may be repeated' })
  role(name: string, before?: string[]) {
    return more(name, before);
  }

  @Option({ flags: '--account <id>', description: 'only in this account; may be repeated' })
  account(id: string, before?: string[]) {
    return more(id, before);
  }

  @Option({ flags: '--tag <key=values>', description: 'only where a tag has one of these values, such as team=a,b' })
  tag(text: string) {
    return text;
  }

  @Option({ flags: '--expires <when>', description: 'the day or instant from which on it is refused' })
  expires(text: string) {
    return text;
  }

  @Option({ flags: '--json', description: 'print it as the API answers it' })
  json() {
    return true;
  }

  async run([name]: string[], options: Asked): Promise<void> {
    const roles = options.role;
    if (!roles) throw new Misuse('A token needs a role.', 'add --role viewer, or another');
    const expiresAt = options.expires === undefined ? undefined : moment(options.expires);
    const made = await this.api.post<Token>('/tokens', { name, roles, scope: scopeOf(options), expiresAt });
    if (options.json) return say(JSON.stringify(made, null, 2));
    tell(`${out('green', '✓')} The token ${made.name} is made. It is shown this once:`);
    say(made.token!);
  }
}

const day = (at: string | null, otherwise: string) => at?.slice(0, 10) ?? otherwise;

const row = ({ name, hint, grants, lastUsedAt, expiresAt, createdBy }: Token) => [
  name,
  `…${hint}`,
  [...new Set(grants.map(({ role }) => role))].join(' '),
  [...new Set(grants.map(({ scope }) => ('all' in scope ? 'everything' : JSON.stringify(scope))))].join(' '),
  day(lastUsedAt, 'never'),
  day(expiresAt, 'never'),
  createdBy,
];

/** Every token in use, page by page. */
async function* tokensOf(api: Api): AsyncGenerator<Token> {
  let cursor: string | null = null;
  do {
    const after: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const page: { items: Token[]; nextCursor: string | null } = await api.get(`/tokens?limit=500${after}`);
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor);
}

@SubCommand({ name: 'list', description: 'list the machine tokens in use' })
export class TokenListCommand extends Command {
  constructor(private readonly api: Api) {
    super();
  }

  @Option({ flags: '--json', description: 'print them as the API answers them' })
  json() {
    return true;
  }

  async run(_words: string[], { json }: Asked): Promise<void> {
    const tokens: Token[] = [];
    for await (const token of tokensOf(this.api)) tokens.push(token);
    if (json) return say(JSON.stringify(tokens, null, 2));
    const head = ['Name', 'Ends in', 'Roles', 'Where', 'Last used', 'Expires', 'Made by'];
    say(...table([head, ...tokens.map(row)]));
  }
}

@SubCommand({ name: 'revoke', arguments: '<name>', description: 'refuse a machine token from now on' })
export class TokenRevokeCommand extends Command {
  constructor(private readonly api: Api) {
    super();
  }

  async run([name]: string[]): Promise<void> {
    for await (const token of tokensOf(this.api)) {
      if (token.name !== name && token.id !== name) continue;
      await this.api.order('DELETE', `/tokens/${token.id}`);
      return say(`${out('green', '✓')} The token ${token.name} is revoked.`);
    }
    throw new Failure(`There is no token ${name} in use.`, '`cloudgov token list` shows those that are');
  }
}

@Named({
  name: 'token',
  description: 'machine tokens: create, list, revoke',
  subCommands: [TokenCreateCommand, TokenListCommand, TokenRevokeCommand],
})
export class TokenCommand extends CommandGroup {}
