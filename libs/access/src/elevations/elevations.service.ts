import { Injectable } from '@nestjs/common';
import type { Caller, Page, PageRequest } from '#common';
import { Approval } from './approval.js';
import type { Elevation, ElevationInput } from './elevation.entity.js';
import { ElevationList } from './elevation-list.js';
import type { ElevationSearch } from './elevation.query.js';
import { ElevationRequests } from './elevation-requests.js';
import { ElevationStore } from './elevation-store.js';

const MINUTE_MS = 60_000;

/** What may be said with a step. */
interface Said {
  note?: string | null;
}

/** Roles for a time: asked for with a reason, approved by another person, ended by themselves. */
@Injectable()
export class ElevationsService {
  constructor(
    private readonly store: ElevationStore,
    private readonly found: ElevationList,
    private readonly requests: ElevationRequests,
    private readonly approval: Approval,
  ) {}

  list(caller: Caller, search: ElevationSearch, request: PageRequest): Promise<Page<Elevation>> {
    return this.found.page(caller, search, request);
  }

  get(caller: Caller, id: string): Promise<Elevation> {
    return this.found.get(caller, id);
  }

  request(caller: Caller, input: ElevationInput): Promise<Elevation> {
    return this.requests.make(caller, input);
  }

  /** The role holds from now on, for as many minutes as were asked for. */
  approve(caller: Caller, id: string, { note = null }: Said = {}): Promise<Elevation> {
    return this.store.changing(async () => {
      const before = await this.found.locked(caller, id, 'approvable');
      const decidedAt = this.store.now();
      const expiresAt = new Date(decidedAt.getTime() + before.minutes * MINUTE_MS);
      const decided = { decidedBy: caller.actor, decidedAt, expiresAt, note };
      const after = await this.store.step(caller, before, 'requested', { state: 'approved', ...decided });
      await this.approval.grant(caller, before, expiresAt);
      return after;
    });
  }

  deny(caller: Caller, id: string, { note = null }: Said = {}): Promise<Elevation> {
    return this.store.changing(async () => {
      const before = await this.found.locked(caller, id, 'approvable');
      const decided = { decidedBy: caller.actor, decidedAt: this.store.now(), note };
      return this.store.step(caller, before, 'requested', { state: 'denied', ...decided });
    });
  }

  /** Whoever asked thinks better of it. */
  cancel(caller: Caller, id: string, { note = null }: Said = {}): Promise<Elevation> {
    return this.store.changing(async () => {
      const before = await this.found.locked(caller, id, 'own');
      return this.store.step(caller, before, 'requested', { state: 'cancelled', note, ...this.endedBy(caller) });
    });
  }

  /** Before its time, by whoever is elevated or by an approver. */
  end(caller: Caller, id: string, { note = null }: Said = {}): Promise<Elevation> {
    return this.store.changing(async () => {
      const before = await this.found.locked(caller, id, 'own too');
      const after = await this.store.step(caller, before, 'approved', {
        state: 'ended',
        note,
        ...this.endedBy(caller),
      });
      await this.approval.withdraw(caller, before);
      return after;
    });
  }

  private endedBy({ actor }: Caller) {
    return { endedBy: actor, endedAt: this.store.now() };
  }
}
