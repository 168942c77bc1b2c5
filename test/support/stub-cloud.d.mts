import type { CloudAccess, CloudPlugin, CloudResource, FoundAccount, Listing, Unreachable } from '#clouds';

export interface StubSize {
  resources: number;
  regions?: number;
  types?: number;
  version?: number;
}

export function stubEstate(size: StubSize): CloudResource[];

export class StubCloud implements CloudPlugin {
  constructor(estate?: readonly CloudResource[], id?: string);
  id: string;
  title: string;
  description: string;
  example: CloudPlugin['example'];
  estate: readonly CloudResource[];
  latencyMs: number;
  pageSize: number;
  extra: Listing[];
  unreachable: Unreachable[];
  members: FoundAccount[];
  denied: string[];
  asked: number;
  open: number;
  mostOpen: number;
  closed: number;
  access?: CloudAccess;
  onPage?: (listing: Listing, page: number) => void | Promise<void>;
  onListings?: () => void | Promise<void>;
  faults: CloudPlugin['faults'];
  connect: CloudPlugin['connect'];
}
