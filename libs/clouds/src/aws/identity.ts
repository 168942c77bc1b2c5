import { CloudError } from '../cloud-error.js';
import { Ask } from './ask.js';
import type { AwsAccess } from './access.js';
import type { Clients } from './clients.js';
import type { Place } from './place.js';

/** Who a credential is, and so which partition's ARNs its account has. */
export interface Identity {
  arn: string;
  place: Place;
}

/** Throws `CloudError` `invalid` for the credential of another account, whose resources would be taken for this one's. */
export async function identify(clients: Clients, access: AwsAccess, signal: AbortSignal): Promise<Identity> {
  const place = { partition: 'aws', region: access.home, account: access.account };
  const { Arn: arn = '', Account: account = '' } = await new Ask(clients, place, signal).call(
    'sts',
    'GetCallerIdentity',
    {},
  );
  if (account !== access.account)
    throw new CloudError('invalid', 'sts:GetCallerIdentity', `the credential is ${arn}, not of ${access.account}`);
  return { arn, place: { ...place, partition: arn.split(':')[1] || 'aws' } };
}
