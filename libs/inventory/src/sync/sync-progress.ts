import type { JobContext } from '#platform';

/** How far a sync has come, as its run tells it. */
export class SyncProgress {
  private done = 0;
  private total = 0;

  constructor(private readonly tell: JobContext['progress']) {}

  expect(listings: number) {
    this.total += listings;
    this.say();
  }

  listed(listings = 1) {
    this.done += listings;
    this.say();
  }

  private say() {
    this.tell(this.done, this.total, 'listings');
  }
}
