/** Wakes whoever waits; a ring while nobody waits is kept for the next who does. */
export class Bell {
  private isRung = false;
  private answer?: () => void;

  ring() {
    this.isRung = true;
    this.answer?.();
  }

  /** Until the next ring, or so many milliseconds. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.isRung)
      await new Promise<void>((done) => {
        const timer = setTimeout(done, milliseconds);
        this.answer = () => {
          clearTimeout(timer);
          done();
        };
      });
    this.isRung = false;
    this.answer = undefined;
  }
}
