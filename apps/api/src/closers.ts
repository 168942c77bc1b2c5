type Closer = () => unknown;

/** What has been opened, closed once and in the reverse order, however the end comes. */
export class Closers {
  private readonly open: Closer[] = [];
  private closing?: Promise<never>;

  add(closer: Closer): void {
    this.open.push(closer);
  }

  get isClosing(): boolean {
    return this.closing !== undefined;
  }

  /** npm repeats a Ctrl-C that the terminal has already sent, so the second one is let pass. */
  closeOnSignal(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void this.exit(0));
    for (const fault of ['uncaughtException', 'unhandledRejection'] as const)
      process.on(fault, (error: unknown) => {
        console.error(error);
        void this.exit(1);
      });
  }

  /** Ends the process; a part that cannot be closed is told and does not keep the others open. */
  exit(code: number): Promise<never> {
    return (this.closing ??= this.closeAll(code));
  }

  private async closeAll(code: number): Promise<never> {
    for (let closer = this.open.pop(); closer; closer = this.open.pop()) {
      try {
        await closer();
      } catch (error) {
        console.error(error);
      }
    }
    process.exit(code);
  }
}
