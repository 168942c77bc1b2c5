/** A browser as far as sign-in needs one: keeps cookies, sends what browsers send, and follows nothing by itself. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** Every `set-cookie` as it came. */
  readonly set: string[] = [];

  constructor(readonly origin: string) {}

  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  /** A navigation, or what a page of `origin` asks for. */
  async ask(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    const url = new URL(path, this.origin);
    const mine = url.host === new URL(this.origin).host;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html,*/*', ...(mine && cookie && { cookie }), ...init.headers };
    const reply = await fetch(url, { redirect: 'manual', ...init, headers });
    if (mine) this.keep(reply.headers.getSetCookie());
    return reply;
  }

  /** Sends a form of a page of our own. */
  submit(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    return this.ask(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: this.origin, 'sec-fetch-site': 'same-origin', ...headers },
    });
  }

  /** What a script of our own page sends: JSON, with the token against forgery. */
  async script(method: string, path: string, body?: object): Promise<{ status: number; body: any }> {
    const reply = await this.ask(path, {
      method,
      body: body && JSON.stringify(body),
      headers: {
        accept: 'application/json',
        origin: this.origin,
        'sec-fetch-site': 'same-origin',
        'x-csrf-token': this.cookie('cloudgov_csrf') ?? '',
        ...(body && { 'content-type': 'application/json' }),
      },
    });
    const text = await reply.text();
    return { status: reply.status, body: text ? JSON.parse(text) : undefined };
  }

  private keep(lines: string[]) {
    for (const line of lines) {
      this.set.push(line);
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (/max-age=0/i.test(line)) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
  }
}
