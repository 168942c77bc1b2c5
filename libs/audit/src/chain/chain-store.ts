import { Injectable } from '@nestjs/common';
import { Database } from '#data';
import { GENESIS, SEALED_COLUMNS, type SealedColumns } from './canonical.js';
import type { SignedHead, SignedSegment } from './signed-texts.js';

export interface ChainEnd {
  position: number;
  hash: Buffer;
}

export interface Seal extends ChainEnd {
  entryId: string;
}

/** Positions stay far below 2^53, so a double holds them exactly. */
const POSITION = 'position::float8 as position';
export const HEAD_COLUMNS = `${POSITION}, hash, signed_at as "signedAt", signature, key_id as "keyId"`;
const SEGMENT_COLUMNS = `first_position::float8 as "firstPosition", last_position::float8 as "lastPosition",
  previous_hash as "previousHash", last_hash as "lastHash", forgotten_at as "forgottenAt", signature, key_id as "keyId"`;

const SEALER = `hashtext('cloudgov audit sealer')`;

/** The tables of the chain. */
@Injectable()
export class ChainStore {
  constructor(private readonly db: Database) {}

  /** Makes this transaction the only one that appends; false while another one is at it. */
  async claim(): Promise<boolean> {
    const [lock] = await this.db.query<{ held: boolean }>(`select pg_try_advisory_xact_lock(${SEALER}) as held`);
    return lock!.held;
  }

  async hasPending(): Promise<boolean> {
    return (await this.db.query('select from audit_pending limit 1')).length > 0;
  }

  /** In the order of their ids, which is about that of their birth. */
  pending(most: number): Promise<(SealedColumns & { waitedMs: number })[]> {
    return this.db.query(
      `select ${SEALED_COLUMNS}, extract(epoch from clock_timestamp() - p.noted_at)::float8 * 1000 as "waitedMs"
       from audit_pending p join audit_entry e on e.id = p.entry_id order by p.entry_id limit $1`,
      [most],
    );
  }

  async end(): Promise<ChainEnd> {
    const [seal] = await this.db.query<ChainEnd>(
      `select ${POSITION}, hash from audit_seal order by audit_seal.position desc limit 1`,
    );
    return seal ?? { position: 0, hash: GENESIS };
  }

  async newestHead(): Promise<SignedHead | undefined> {
    const [head] = await this.db.query<SignedHead>(
      `select ${HEAD_COLUMNS} from audit_head order by audit_head.position desc limit 1`,
    );
    return head;
  }

  async append(seals: Seal[], head: SignedHead): Promise<void> {
    const ids = seals.map(({ entryId }) => entryId);
    await this.db.query(
      `insert into audit_seal (position, entry_id, hash)
       select position, entry_id, decode(hash, 'hex') from unnest($1::bigint[], $2::uuid[], $3::text[]) s (position, entry_id, hash)`,
      [seals.map(({ position }) => position), ids, seals.map(({ hash }) => hash.toString('hex'))],
    );
    await this.db.query(
      'insert into audit_head (position, hash, signed_at, signature, key_id) values ($1, $2, $3, $4, $5)',
      [head.position, head.hash, head.signedAt, head.signature, head.keyId],
    );
    await this.db.query('delete from audit_pending where entry_id = any($1::uuid[])', [ids]);
  }

  segments(): Promise<SignedSegment[]> {
    return this.db.query(`select ${SEGMENT_COLUMNS} from audit_segment order by first_position`);
  }

  async addSegment(segment: SignedSegment): Promise<void> {
    const { firstPosition, lastPosition, previousHash, lastHash, forgottenAt, signature, keyId } = segment;
    await this.db.query(
      `insert into audit_segment (first_position, last_position, previous_hash, last_hash, forgotten_at, signature, key_id)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [firstPosition, lastPosition, previousHash, lastHash, forgottenAt, signature, keyId],
    );
  }

  /** What the chain says today of these positions: of a deleted segment only where it ends. */
  async hashesAt(positions: number[]): Promise<Map<number, Buffer>> {
    const rows = await this.db.query<ChainEnd>(
      `select ${POSITION}, hash from audit_seal where position = any($1::bigint[])
       union all select last_position::float8, last_hash from audit_segment where last_position = any($1::bigint[])`,
      [positions],
    );
    return new Map(rows.map(({ position, hash }) => [position, hash]));
  }
}
