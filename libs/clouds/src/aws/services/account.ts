import { setTimeout as sleep } from 'node:timers/promises';
import { CloudError } from '../../cloud-error.js';
import type { Ask } from '../ask.js';
import { awsCode } from '../errors.js';
import type { Kind } from '../kind.js';
import { listed } from '../source.js';

/** Codes as the wire has them, and as the SDK names them. */
const NOT_READY = /^(?:Credential)?Report(?:NotPresent|Expired|InProgress|NotReady)(?:Exception)?$/;
const STEPS = 15;
const STEP_MS = 2_000;

/** The rows of a CSV without quotes, as AWS writes this one, each by the names of its columns. */
export function reportRows(content: Uint8Array | string): Record<string, string>[] {
  const text = typeof content === 'string' ? content : Buffer.from(content).toString('utf8');
  const [head = '', ...lines] = text.trim().split('\n');
  const names = head.split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((value, at) => [names[at] ?? `column_${at}`, value])),
  );
}

/** AWS makes the report when it is asked to, and keeps it for four hours. */
async function credentialReport(ask: Ask): Promise<Record<string, string>[]> {
  for (let step = 0; step < STEPS; step++) {
    try {
      const { Content } = await ask.call('iam', 'GetCredentialReport', {});
      return Content ? reportRows(Content) : [];
    } catch (error) {
      if (!NOT_READY.test(awsCode(error))) throw error;
    }
    const { State } = await ask.call('iam', 'GenerateCredentialReport', {});
    if (State !== 'COMPLETE') await sleep(STEP_MS, undefined, { signal: ask.signal });
  }
  throw new CloudError('throttled', 'iam:GetCredentialReport', 'the report is not ready yet');
}

/** The account itself, with what holds for all of it. */
const accounts = listed(['iam', 'GetAccountSummary'], ({ SummaryMap }) => [{ SummaryMap }])
  .detail(
    ['AccountAliases', 'ListAccountAliases'],
    () => ({}),
    ({ AccountAliases }) => AccountAliases,
  )
  .detail(
    ['PasswordPolicy', 'GetAccountPasswordPolicy'],
    () => ({}),
    ({ PasswordPolicy }) => PasswordPolicy,
  )
  .ask('CredentialReport', ['iam:GetCredentialReport', 'iam:GenerateCredentialReport'], credentialReport)
  .kind({
    service: 'AWS Identity and Access Management',
    category: 'Identity',
    type: 'AWS::IAM::Account',
    isGlobal: true,
    id: (_, { partition, account }) => `arn:${partition}:iam::${account}:root`,
    name: (item) => (item as { AccountAliases?: string[] | null }).AccountAliases?.[0] ?? 'account',
  });

/** The members, which the management account alone may list; of another there is nothing to tell. */
const members = listed(
  ['organizations', 'DescribeOrganization'],
  ({ Organization }, { account: own }) => (Organization?.MasterAccountId === own ? [Organization] : []),
  {},
  ['AWSOrganizationsNotInUseException'],
)
  .within(
    'ListAccounts',
    () => ({}),
    ({ Accounts }) => Accounts,
  )
  .detail(
    ['Tags', 'ListTagsForResource'],
    ({ Id }) => ({ ResourceId: Id }),
    ({ Tags }) => Tags,
  )
  .kind({
    service: 'AWS Organizations',
    category: 'Management and Governance',
    type: 'AWS::Organizations::Account',
    isGlobal: true,
    id: ({ Arn }) => Arn,
    name: ({ Name }) => Name,
    state: ({ State, Status }) => State ?? Status,
    createdAt: ({ JoinedTimestamp }) => JoinedTimestamp,
  });

export const account: readonly Kind[] = [accounts, members];
