/** A policy as AWS writes it: JSON, in IAM as a URL has it. What is neither stays text. */
export function documentOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text.startsWith('%7B') ? decodeURIComponent(text) : text);
  } catch {
    return text;
  }
}
