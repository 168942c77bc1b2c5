import { Injectable } from '@nestjs/common';
import { Database } from '#data';
import { AuditKeys } from '../chain/audit-keys.js';
import { SEALED_COLUMNS } from '../chain/canonical.js';
import { ChainStore } from '../chain/chain-store.js';
import { ChainWalk, type Link } from './chain-walk.js';
import type { Findings } from './findings.js';

const PAGE = 2_000;

/** The limit keeps the planner from any other way than the two keys, which needs neither sorting nor memory. */
const LINKS = `
  select s.position::float8 as position, s.entry_id::text as "entryId", s.hash as seal, h.hash as "signedHash",
    h.signed_at as "signedAt", h.signature, h.key_id as "keyId", e.*
  from audit_seal s left join audit_head h on h.position = s.position
    left join lateral (select ${SEALED_COLUMNS} from audit_entry e where e.id = s.entry_id limit 1) e on true
  where s.position <= $1::bigint order by s.position`;

const ALL = Number.MAX_SAFE_INTEGER;

interface Following {
  /** The last position that is looked at. */
  until?: number;
  signal?: AbortSignal;
  progress?: (done: number) => void;
}

/** Reads the chain from its beginning, in constant memory. */
@Injectable()
export class ChainReader {
  constructor(
    private readonly db: Database,
    private readonly store: ChainStore,
    private readonly keys: AuditKeys,
  ) {}

  /** Adds what is wrong to `found`; the walk has come as far as the links go. */
  async follow(found: Findings, { until = ALL, signal, progress }: Following = {}): Promise<ChainWalk> {
    const walk = new ChainWalk(this.keys, found);
    walk.passSegments(await this.store.segments());
    for await (const links of this.db.pages<Link>(LINKS, [until], PAGE)) {
      signal?.throwIfAborted();
      for (const link of links) walk.pass(link);
      progress?.(walk.links);
    }
    return walk;
  }
}
