import { TokenKeys } from './token-keys.js';
import { TokenRights, TokenRightsParts } from './token-rights.js';
import { TokenHistory, TokensResolver } from './tokens.resolver.js';
import { TokenParts, TokensService } from './tokens.service.js';

export const TOKEN_PROVIDERS = [
  ...[TokenKeys, TokenRights, TokenRightsParts],
  ...[TokenParts, TokensService, TokensResolver, TokenHistory],
];
