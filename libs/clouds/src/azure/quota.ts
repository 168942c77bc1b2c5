/** How long Resource Graph asks to wait before the next question, in milliseconds: it says so while still answering. */
export function quotaWaitOf(header: (name: string) => string | undefined): number {
  const remaining = header('x-ms-user-quota-remaining');
  if (remaining === undefined || Number(remaining) > 0) return 0;
  const [hours = 0, minutes = 0, seconds = 0] = (header('x-ms-user-quota-resets-after') ?? '').split(':').map(Number);
  const wait = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  return Number.isFinite(wait) ? wait : 0;
}
