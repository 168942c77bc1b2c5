import { TokenKeys } from './token-keys.js';
import { TokenHistory, TokensResolver } from './tokens.resolver.js';
import { TokenParts, TokensService } from './tokens.service.js';

export const TOKEN_PROVIDERS = [TokenKeys, TokenParts, TokensService, TokensResolver, TokenHistory];
