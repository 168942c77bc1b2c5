import { InvitationsController } from './links/invitations.controller.js';
import { InvitationsResolver } from './links/invitations.resolver.js';
import { Invitations } from './links/invitations.js';
import { Links } from './links/links.js';
import { Owner, OwnerParts } from './links/owner.js';
import { OwnerRole } from './links/owner-role.js';
import { OidcProvider } from './oidc/oidc-provider.js';
import { PeopleService, PersonBindings } from './people/people.service.js';
import { UsersController } from './people/users.controller.js';
import { UserHistory, UsersResolver } from './people/users.resolver.js';
import { Whoami } from './people/whoami.js';
import { Rights } from './sessions/rights.js';
import { SessionsController, UserSessionsController } from './sessions/sessions.controller.js';
import { SessionsResolver } from './sessions/sessions.resolver.js';
import { SessionsService } from './sessions/sessions.service.js';
import { Sessions } from './sessions/sessions.js';
import { SignOuts } from './sessions/sign-outs.js';
import { Attempts } from './sign-in/attempts.js';
import { AuthController } from './sign-in/auth.controller.js';
import { Departure } from './sign-in/departure.js';
import { Entrance } from './sign-in/entrance.js';
import { LinkSignIn } from './sign-in/link-sign-in.js';
import { Newcomers } from './sign-in/newcomers.js';
import { OidcSignIn } from './sign-in/oidc-sign-in.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { TidySignInsJob } from './sign-in/tidy-sign-ins.job.js';

/** People: who they are, how they sign in, and where they are signed in. */
export const PEOPLE_PROVIDERS = [
  ...[PeopleService, PersonBindings, UserHistory, UsersResolver, Whoami],
  ...[Rights, Sessions, SessionsResolver, SessionsService, SignOuts],
  ...[Invitations, InvitationsResolver, Links, Owner, OwnerParts, OwnerRole],
  ...[Attempts, Departure, Entrance, LinkSignIn, Newcomers, OidcProvider, OidcSignIn, TidySignInsJob],
];

export const PEOPLE_CONTROLLERS = [
  ...[AuthController, SignInController, SessionsController],
  ...[UsersController, UserSessionsController, InvitationsController],
];
