import { Body, Controller, Get, Post, StreamableFile } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { CloudAccount } from '#inventory';
import { Database } from '#data';
import { begun, Requires } from '#platform';
import { startApp, type TestApp } from '../support/app.js';
import { deliverForeign, deliverOwn, OWN } from '../support/two-accounts.js';

const ACCOUNTS = 'select external_id as id from cloud_account order by 1';
const SUMS = 'select account_id::text as id, sum(effective)::text as sum from charge_resource_daily group by 1';

/** Handlers whose queries have forgotten the scope of who asks. */
@Controller('forgetful')
class ForgetfulController {
  constructor(private readonly db: Database) {}

  @Get()
  @Requires('inventory:read')
  plain() {
    return this.db.query(ACCOUNTS);
  }

  @Get('sums')
  @Requires('cost:read')
  sums() {
    return this.db.query(SUMS);
  }

  @Post()
  @Requires('inventory:write')
  async written(@Body() { name }: { name: string }) {
    const touched = await this.db.transaction(() => this.db.execute('update cloud_account set name = $1', [name]));
    const accounts = await this.db.repository(CloudAccount).find();
    return { touched, ids: accounts.map(({ externalId }) => externalId) };
  }

  @Get('file')
  @Requires('inventory:read')
  async file() {
    return new StreamableFile(await begun(this.lines()), { type: 'text/plain' });
  }

  /** Each turn asks anew, long after its handler has answered. */
  private async *lines() {
    for (let turn = 0; turn < 200; turn++)
      for (const { id } of await this.db.query<{ id: string }>(`${ACCOUNTS} limit $1`, [9]))
        yield `${id}\n`.repeat(200);
  }
}

@Resolver()
class ForgetfulResolver {
  constructor(private readonly db: Database) {}

  @Query(() => [String])
  @Requires('inventory:read')
  async forgotten(@Args('from') from: string) {
    const rows = await this.db.query<{ id: string }>(
      'select external_id as id from cloud_account where external_id >= $1 order by 1',
      [from],
    );
    return rows.map(({ id }) => id);
  }
}

let test: TestApp;
let authorization: string;

beforeAll(async () => {
  test = await startApp({ controllers: [ForgetfulController], providers: [ForgetfulResolver] });
  await deliverOwn(test);
  await deliverForeign(test);
  authorization = `Bearer ${test.scoped({ kind: 'accounts', accounts: [OWN] })}`;
}, 120_000);

afterAll(() => test.close());

it('shows a caller of one account that account alone, whatever the query has forgotten', async () => {
  const asked = async (path: string) => (await test.rest('GET', path, undefined, { authorization })).body;
  expect(await asked('/forgetful')).toEqual([{ id: OWN }]);
  expect(await asked('/forgetful/sums')).toHaveLength(1);
  expect(new Set((await asked('/forgetful/file')).trim().split('\n'))).toEqual(new Set([OWN]));
  expect((await test.rest('GET', '/forgetful')).body).toHaveLength(2);
  expect((await test.rest('GET', '/forgetful/sums')).body).toHaveLength(2);
});

it('writes that account alone, after a body has been read', async () => {
  const name = 'x'.repeat(200_000);
  const { body } = await test.rest('POST', '/forgetful', { name }, { authorization });
  expect(body).toEqual({ touched: 1, ids: [OWN] });
  expect((await test.rest('POST', '/forgetful', { name: 'both' })).body.touched).toBe(2);
});

it('does so in GraphQL too', async () => {
  const token = authorization.replace('Bearer ', '');
  expect(await test.graphql('{ forgotten(from: "0") }', {}, token)).toEqual({ data: { forgotten: [OWN] } });
  expect((await test.graphql('{ forgotten(from: "0") }')).data.forgotten).toHaveLength(2);
});

it('keeps the requests of two callers apart that are answered at once', async () => {
  const asked = await Promise.all(
    Array.from({ length: 60 }, async (_, at) => {
      const headers: Record<string, string> = at % 2 ? { authorization } : {};
      return (await test.rest('GET', '/forgetful', undefined, headers)).body.length as number;
    }),
  );
  expect(asked).toEqual(asked.map((_, at) => (at % 2 ? 1 : 2)));
});
