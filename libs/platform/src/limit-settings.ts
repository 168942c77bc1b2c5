import { flag, integer, labels, optional, setting } from './setting-readers.js';

/** How much this takes, and of what kind. */
export const LIMITS = {
  bodyLimit: setting(
    'CLOUDGOV_BODY_LIMIT',
    '1048576',
    'Bytes of the largest JSON body.',
    integer(1024, 1e9, 1_048_576),
  ),
  uploadLimit: setting(
    'CLOUDGOV_UPLOAD_LIMIT',
    '53687091200',
    'Bytes of the largest delivery of bills that is sent in one request.',
    integer(1024, 2 ** 50, 50 * 2 ** 30),
  ),
  rateLimit: setting(
    'CLOUDGOV_RATE_LIMIT',
    '12000',
    'Most requests a minute of one token, or of one person’s session, to one process.',
    integer(1, 1e9, 12_000),
  ),
  strangerLimit: setting(
    'CLOUDGOV_STRANGER_LIMIT',
    '300',
    'Most requests a minute from one address without a token that is known, to one process.',
    integer(1, 1e9, 300),
  ),
  signInLimit: setting(
    'CLOUDGOV_SIGN_IN_LIMIT',
    '10',
    'Most tries a minute to sign in from one address, with one link or with one e-mail address, at one process.',
    integer(1, 1e9, 10),
  ),
  graphqlDepth: setting('CLOUDGOV_GRAPHQL_DEPTH', '12', 'Most levels of a GraphQL question.', integer(1, 1000, 12)),
  graphqlAliases: setting(
    'CLOUDGOV_GRAPHQL_ALIASES',
    '30',
    'Most aliases of a GraphQL question.',
    integer(0, 10_000, 30),
  ),
  graphqlCost: setting(
    'CLOUDGOV_GRAPHQL_COST',
    '10000',
    'Most objects that the answer to a GraphQL question may hold; a sum over bills counts as 100.',
    integer(1, 1e9, 10_000),
  ),
  metricsRawDays: setting(
    'CLOUDGOV_METRICS_RAW_DAYS',
    '14',
    'How many days samples of utilisation are kept as they came.',
    integer(1, 3_650, 14),
  ),
  metricsHourDays: setting(
    'CLOUDGOV_METRICS_HOUR_DAYS',
    '400',
    'How many days utilisation is kept by the hour; older samples are not taken.',
    integer(1, 36_500, 400),
  ),
  metricsWriteLimit: setting(
    'CLOUDGOV_METRICS_WRITE_LIMIT',
    '16777216',
    'Bytes of the largest remote write of Prometheus, once it is unpacked.',
    integer(1024, 1e9, 16_777_216),
  ),
  metricsLabels: setting(
    'CLOUDGOV_METRICS_LABELS',
    '`resource_id,…`',
    'Labels by which a series of Prometheus finds its resource, in turn: by id, native id or tag, as `vm,instance,host=tag:Name`.',
    labels,
  ),
  persistedQueries: setting(
    'CLOUDGOV_PERSISTED_QUERIES',
    'none',
    'A manifest of GraphQL documents by their ids, as the generators of Apollo or Relay write it.',
    optional,
  ),
  isPersistedOnly: setting(
    'CLOUDGOV_PERSISTED_ONLY',
    'off',
    '`on` answers no other GraphQL than that of the manifest.',
    flag(false),
  ),
  socketsPerCaller: setting(
    'CLOUDGOV_SOCKETS',
    '20',
    'Most open WebSocket connections of one caller to one process.',
    integer(1, 100_000, 20),
  ),
  subscriptionsPerCaller: setting(
    'CLOUDGOV_SUBSCRIPTIONS',
    '100',
    'Most GraphQL subscriptions of one caller in one process.',
    integer(1, 100_000, 100),
  ),
};
