import { documentOf } from '../document.js';
import type { Kind } from '../kind.js';
import { listed } from '../source.js';

const IAM = { service: 'AWS Identity and Access Management', category: 'Identity', isGlobal: true as const };

const tagged = ({ Tags }: { Tags?: object[] }) => Tags;

const users = listed(['iam', 'ListUsers'], ({ Users }) => Users)
  .detail(['Tags', 'ListUserTags'], ({ UserName }) => ({ UserName }), tagged)
  .detail(
    ['LoginProfile', 'GetLoginProfile'],
    ({ UserName }) => ({ UserName }),
    ({ LoginProfile }) => LoginProfile,
  )
  .detail(
    ['MFADevices', 'ListMFADevices'],
    ({ UserName }) => ({ UserName }),
    ({ MFADevices }) => MFADevices,
  )
  .detail(
    ['Groups', 'ListGroupsForUser'],
    ({ UserName }) => ({ UserName }),
    ({ Groups }) => Groups,
  )
  .detail(
    ['AttachedPolicies', 'ListAttachedUserPolicies'],
    ({ UserName }) => ({ UserName }),
    ({ AttachedPolicies }) => AttachedPolicies,
  )
  .detail(
    ['InlinePolicies', 'ListUserPolicies'],
    ({ UserName }) => ({ UserName }),
    ({ PolicyNames }) => PolicyNames,
    {
      actions: ['iam:GetUserPolicy'],
      each: async (ask, PolicyName, { UserName }) => {
        const { PolicyDocument } = await ask.call('iam', 'GetUserPolicy', { UserName, PolicyName });
        return { PolicyName, PolicyDocument: documentOf(PolicyDocument) };
      },
    },
  )
  .detail(
    ['AccessKeys', 'ListAccessKeys'],
    ({ UserName }) => ({ UserName }),
    ({ AccessKeyMetadata }) => AccessKeyMetadata,
    {
      actions: ['iam:GetAccessKeyLastUsed'],
      each: async (ask, key) => {
        const { AccessKeyLastUsed } = await ask.call('iam', 'GetAccessKeyLastUsed', { AccessKeyId: key.AccessKeyId });
        return { ...key, LastUsed: AccessKeyLastUsed };
      },
    },
  )
  .kind({
    ...IAM,
    type: 'AWS::IAM::User',
    id: ({ Arn }) => Arn,
    name: ({ UserName }) => UserName,
    createdAt: ({ CreateDate }) => CreateDate,
    relations: (item) => ({
      group: partsOf(item, 'Groups', 'Arn'),
      policy: partsOf(item, 'AttachedPolicies', 'PolicyArn'),
    }),
  });

/** One field of each element of a detail. */
const partsOf = (item: object, detail: string, field: string) =>
  ((item as Record<string, Record<string, string>[] | null | undefined>)[detail] ?? []).map((part) => part[field]);

const accessKeys = listed(['iam', 'ListUsers'], ({ Users }) => Users)
  .within(
    'ListAccessKeys',
    ({ UserName }) => ({ UserName }),
    ({ AccessKeyMetadata }, { Arn }) => AccessKeyMetadata?.map((key) => ({ ...key, UserArn: Arn })),
  )
  .detail(
    ['LastUsed', 'GetAccessKeyLastUsed'],
    ({ AccessKeyId }) => ({ AccessKeyId }),
    ({ AccessKeyLastUsed }) => AccessKeyLastUsed,
  )
  .kind({
    ...IAM,
    type: 'AWS::IAM::AccessKey',
    /** Keys have no ARN; this one tells the user, without whom a key cannot be changed. */
    id: ({ AccessKeyId, UserArn }) => AccessKeyId && UserArn && `${UserArn}/access-key/${AccessKeyId}`,
    state: ({ Status }) => Status,
    createdAt: ({ CreateDate }) => CreateDate,
    relations: (item) => ({ user: item.UserArn }),
  });

const groups = listed(['iam', 'ListGroups'], ({ Groups }) => Groups)
  .detail(
    ['Users', 'GetGroup'],
    ({ GroupName }) => ({ GroupName }),
    ({ Users }) => Users,
  )
  .detail(
    ['AttachedPolicies', 'ListAttachedGroupPolicies'],
    ({ GroupName }) => ({ GroupName }),
    ({ AttachedPolicies }) => AttachedPolicies,
  )
  .detail(
    ['InlinePolicies', 'ListGroupPolicies'],
    ({ GroupName }) => ({ GroupName }),
    ({ PolicyNames }) => PolicyNames,
    {
      actions: ['iam:GetGroupPolicy'],
      each: async (ask, PolicyName, { GroupName }) => {
        const { PolicyDocument } = await ask.call('iam', 'GetGroupPolicy', { GroupName, PolicyName });
        return { PolicyName, PolicyDocument: documentOf(PolicyDocument) };
      },
    },
  )
  .kind({
    ...IAM,
    type: 'AWS::IAM::Group',
    id: ({ Arn }) => Arn,
    name: ({ GroupName }) => GroupName,
    createdAt: ({ CreateDate }) => CreateDate,
    relations: (item) => ({ policy: partsOf(item, 'AttachedPolicies', 'PolicyArn') }),
  });

const roles = listed(['iam', 'ListRoles'], ({ Roles }) =>
  Roles?.map((role) => ({ ...role, AssumeRolePolicyDocument: documentOf(role.AssumeRolePolicyDocument) })),
)
  /** Listing leaves out tags, boundary and last use. */
  .detail(
    ['Role', 'GetRole'],
    ({ RoleName }) => ({ RoleName }),
    ({ Role }) => ({ RoleLastUsed: Role?.RoleLastUsed, PermissionsBoundary: Role?.PermissionsBoundary }),
  )
  .detail(['Tags', 'ListRoleTags'], ({ RoleName }) => ({ RoleName }), tagged)
  .detail(
    ['AttachedPolicies', 'ListAttachedRolePolicies'],
    ({ RoleName }) => ({ RoleName }),
    ({ AttachedPolicies }) => AttachedPolicies,
  )
  .detail(
    ['InlinePolicies', 'ListRolePolicies'],
    ({ RoleName }) => ({ RoleName }),
    ({ PolicyNames }) => PolicyNames,
    {
      actions: ['iam:GetRolePolicy'],
      each: async (ask, PolicyName, { RoleName }) => {
        const { PolicyDocument } = await ask.call('iam', 'GetRolePolicy', { RoleName, PolicyName });
        return { PolicyName, PolicyDocument: documentOf(PolicyDocument) };
      },
    },
  )
  .kind({
    ...IAM,
    type: 'AWS::IAM::Role',
    id: ({ Arn }) => Arn,
    name: ({ RoleName }) => RoleName,
    createdAt: ({ CreateDate }) => CreateDate,
    relations: (item) => ({ policy: partsOf(item, 'AttachedPolicies', 'PolicyArn') }),
  });

const policies = listed(['iam', 'ListPolicies'], ({ Policies }) => Policies, { Scope: 'Local' })
  .detail(
    ['Document', 'GetPolicyVersion'],
    ({ Arn, DefaultVersionId }) => ({ PolicyArn: Arn, VersionId: DefaultVersionId }),
    ({ PolicyVersion }) => documentOf(PolicyVersion?.Document),
  )
  .detail(['Tags', 'ListPolicyTags'], ({ Arn }) => ({ PolicyArn: Arn }), tagged)
  .kind({
    ...IAM,
    type: 'AWS::IAM::ManagedPolicy',
    id: ({ Arn }) => Arn,
    name: ({ PolicyName }) => PolicyName,
    createdAt: ({ CreateDate }) => CreateDate,
  });

export const iam: readonly Kind[] = [users, accessKeys, groups, roles, policies];
