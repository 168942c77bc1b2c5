import { CloudError } from '../cloud-error.js';
import type { Clients } from './clients.js';
import { cloudError } from './errors.js';
import { actionOf } from './iam-action.js';
import type { Place } from './place.js';
import type { Input, Output, ServiceId } from './sdk.js';

/** Asks AWS at one place until the signal aborts. Throws `CloudError` alone, or the signal's reason. */
export class Ask {
  constructor(
    private readonly clients: Clients,
    readonly place: Place,
    readonly signal: AbortSignal,
  ) {}

  at(region: string): Ask {
    return new Ask(this.clients, { ...this.place, region }, this.signal);
  }

  async call<S extends ServiceId, O extends string>(service: S, operation: O, input: Input<S, O>) {
    this.signal.throwIfAborted();
    return this.told(service, operation, async () => {
      const { sdk, client } = await this.clients.of(service, this.place.region);
      const answer = await client.send(sdk.command(operation, input as object), { abortSignal: this.signal });
      return answer as Output<S, O>;
    });
  }

  /** Every page of an operation, one for those that have no pages. */
  async *pages<S extends ServiceId, O extends string>(
    service: S,
    operation: O,
    input: Input<S, O>,
  ): AsyncGenerator<Output<S, O>> {
    this.signal.throwIfAborted();
    const { sdk, client } = await this.told(service, operation, () => this.clients.of(service, this.place.region));
    const paginate = sdk.paginate(operation);
    if (!paginate) {
      yield await this.call(service, operation, input);
      return;
    }
    const asked = { ...(input as object) };
    const told = paginate({ client }, asked, { abortSignal: this.signal });
    const pages: AsyncIterator<unknown> = told[Symbol.asyncIterator]();
    const seen = new Set<string>();
    for (;;) {
      const page = await this.told(service, operation, () => pages.next());
      if (page.done) return;
      yield page.value as Output<S, O>;
      this.refuseRepetition(seen, asked, actionOf(service, operation));
      this.signal.throwIfAborted();
    }
  }

  /** The SDK writes each page's marker into the input; one that comes back would be followed for ever. */
  private refuseRepetition(seen: Set<string>, asked: object, operation: string) {
    const marker = JSON.stringify(asked);
    if (seen.has(marker)) throw new CloudError('broken', operation, 'the same page was told twice');
    seen.add(marker);
  }

  private told<R>(service: ServiceId, operation: string, work: () => Promise<R>): Promise<R> {
    return work().catch((error: unknown) => {
      throw cloudError(actionOf(service, operation), error, this.signal);
    });
  }
}
