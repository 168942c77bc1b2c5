import { Injectable } from '@nestjs/common';
import { Links, type WorkingLink } from '../links/links.js';
import { RefusedSignIn } from '../oidc/refused-sign-in.js';
import type { Browser } from './browser.js';
import { Entrance } from './entrance.js';

const worksNoMore = () =>
  new RefusedSignIn('this link has been used, has expired or was never made; ask for a new one');

/** Signing in by a link: whoever has it is the person that it was made for. */
@Injectable()
export class LinkSignIn {
  constructor(
    private readonly links: Links,
    private readonly entrance: Entrance,
  ) {}

  /** Whom it would let in, without using it up: mail programs look at links before people do. */
  async look(secret: string): Promise<WorkingLink> {
    const link = await this.links.find(secret);
    if (!link) throw worksNoMore();
    return link;
  }

  use(secret: string, browser: Browser): Promise<void> {
    return this.entrance.admit(browser, 'link', async () => {
      const link = await this.links.use(secret, browser.from);
      if (!link) throw worksNoMore();
      return { id: link.personId, email: link.email };
    });
  }
}
