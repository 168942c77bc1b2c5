import type { ActionId } from '../../action.js';
import { invalid, there, type Deed, type Doing } from './deed.js';

const rotate: Deed = {
  types: ['AWS::KMS::Key'],
  permissions: ['kms:EnableKeyRotation'],
  async read({ ask, id }) {
    const { KeyRotationEnabled } = await ask.call('kms', 'GetKeyRotationStatus', { KeyId: id });
    return { isRotated: !!KeyRotationEnabled };
  },
  wanted: () => ({ isRotated: true }),
  write: ({ ask, id }) => ask.call('kms', 'EnableKeyRotation', { KeyId: id }),
};

/** `…:user/path/NAME/access-key/AKIA…`, as the keys are listed. */
function keyOf({ target }: Doing) {
  const [, user, key] = /([^/]+)\/access-key\/(\w+)$/.exec(target.nativeId) ?? [];
  if (!user || !key) throw invalid('act', `${target.nativeId} is no access key`);
  return { UserName: user, AccessKeyId: key };
}

const keyStatus = (Status: 'Active' | 'Inactive'): Deed => ({
  types: ['AWS::IAM::AccessKey'],
  permissions: ['iam:UpdateAccessKey'],
  async read(doing) {
    const { UserName, AccessKeyId } = keyOf(doing);
    const { AccessKeyMetadata = [] } = await doing.ask.call('iam', 'ListAccessKeys', { UserName });
    const key = there(
      AccessKeyMetadata.find((each) => each.AccessKeyId === AccessKeyId),
      doing,
    );
    return { status: key.Status };
  },
  wanted: () => ({ status: Status }),
  write: (doing) => doing.ask.call('iam', 'UpdateAccessKey', { ...keyOf(doing), Status }),
});

export const identity: Partial<Record<ActionId, Deed>> = {
  'key.enable_rotation': rotate,
  'access_key.activate': keyStatus('Active'),
  'access_key.deactivate': keyStatus('Inactive'),
};
