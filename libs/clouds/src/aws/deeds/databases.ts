import type { ActionId } from '../../action.js';
import { textOf, there, type Deed, type Doing } from './deed.js';

const types = ['AWS::RDS::DBInstance'];

/** What a database is on its way to be counts as what it is. */
const SETTLED: Record<string, string> = { starting: 'available', stopping: 'stopped' };

async function databaseOf(doing: Doing) {
  const answer = await doing.ask.call('rds', 'DescribeDBInstances', { DBInstanceIdentifier: doing.id });
  return there(answer.DBInstances?.[0], doing);
}

async function stateOf(doing: Doing) {
  const { DBInstanceStatus = '' } = await databaseOf(doing);
  return { state: SETTLED[DBInstanceStatus] ?? DBInstanceStatus };
}

const start: Deed = {
  types,
  permissions: ['rds:StartDBInstance'],
  read: stateOf,
  wanted: () => ({ state: 'available' }),
  write: ({ ask, id }) => ask.call('rds', 'StartDBInstance', { DBInstanceIdentifier: id }),
};

const stop: Deed = {
  types,
  permissions: ['rds:StopDBInstance'],
  read: stateOf,
  wanted: () => ({ state: 'stopped' }),
  write: ({ ask, id }) => ask.call('rds', 'StopDBInstance', { DBInstanceIdentifier: id }),
};

const resize: Deed = {
  types,
  permissions: ['rds:ModifyDBInstance'],
  async read(doing) {
    const { DBInstanceClass, PendingModifiedValues } = await databaseOf(doing);
    return { size: PendingModifiedValues?.DBInstanceClass ?? DBInstanceClass };
  },
  wanted: (_, doing) => ({ size: textOf(doing, 'size') }),
  write: (doing) =>
    doing.ask.call('rds', 'ModifyDBInstance', {
      DBInstanceIdentifier: doing.id,
      DBInstanceClass: textOf(doing, 'size'),
      ApplyImmediately: true,
    }),
};

const makePrivate: Deed = {
  types,
  permissions: ['rds:ModifyDBInstance'],
  read: async (doing) => ({ isPublic: !!(await databaseOf(doing)).PubliclyAccessible }),
  wanted: () => ({ isPublic: false }),
  write: ({ ask, id }) =>
    ask.call('rds', 'ModifyDBInstance', {
      DBInstanceIdentifier: id,
      PubliclyAccessible: false,
      ApplyImmediately: true,
    }),
};

export const databases: Partial<Record<ActionId, Deed>> = {
  'database.start': start,
  'database.stop': stop,
  'database.resize': resize,
  'database.make_private': makePrivate,
};
