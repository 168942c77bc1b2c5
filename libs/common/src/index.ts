export { as } from './as.js';
export {
  actingBy,
  callerOf,
  idOf,
  may,
  scopeFilter,
  systemCaller,
  unionOf,
  type Actor,
  type Caller,
  type Grant,
  type Permission,
  type Scope,
} from './caller.js';
export { askedBy, askerLeaves } from './asker.js';
export { csvLine, disarmed } from './csv.js';
export { Clock, SystemClock } from './clock.js';
export { Decimal, Exact, exactSum } from './decimal.js';
export { DomainError, invalid, notFound, type ErrorCode, type FieldError } from './errors.js';
export type { Filter } from './filter.js';
export { given } from './given.js';
export { groupBy } from './group-by.js';
export { Gate } from './gate.js';
export { isUuid } from './is-uuid.js';
export { keyText } from './key-text.js';
export { nativeIdOf, nativeIdsOf } from './native-id.js';
export { newId } from './new-id.js';
export {
  decodeCursor,
  DEFAULT_LIMIT,
  encodeCursor,
  MAX_LIMIT,
  type Cursor,
  type Page,
  type PageRequest,
} from './page.js';
export { addDays, addMonths, DAY_MS, dayOf, daysBetween, isDay, monthStart, Period, type Day } from './period.js';
