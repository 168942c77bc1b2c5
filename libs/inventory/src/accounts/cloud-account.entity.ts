import { ObjectType } from '@nestjs/graphql';
import { Entity, Index } from 'typeorm';
import { Choice, Count, Flag, Id, Json, Moment, Text } from '#data';

/** Where we first heard of an account. */
export const ORIGINS = ['bill', 'api', 'config', 'demo'] as const;

@Entity()
@Index('cloud_account_native', ['provider', 'externalId'], { unique: true })
@ObjectType({ description: 'An account, subscription or project of a cloud, and the unit of scopes.' })
export class CloudAccount {
  @Id() id: string;
  @Text({ max: 100, description: '`aws`, `azure`, `gcp`, or another that a bill named, such as `oci`.' })
  provider: string;
  @Text({ max: 400, description: 'The id that the provider gave it: `123456789012`, a subscription id, a project.' })
  externalId: string;
  @Text({ max: 400 }) name: string;
  @Choice({ name: 'AccountOrigin', values: ORIGINS, description: 'Where we first heard of it.' }) origin: string;
  @Flag({ initially: false, description: 'Part of the demo estate.' }) isDemo: boolean;
  @Text({ max: 200, nullable: true, description: 'The file that declares it; it is edited there, not here.' })
  declaredIn: string | null;
  @Moment({ nullable: true, description: 'Since when it is known; before, it belongs to an unfinished import.' })
  activatedAt: Date | null;
  @Moment({ nullable: true, description: 'Since when it and its resources are left out of lists and totals.' })
  retiredAt: Date | null;
  @Json({ nullable: true }) settings: Record<string, unknown> | null;
  @Flag({ initially: false, description: 'Whether a credential is stored for it, encrypted.' }) hasCredential: boolean;
  @Text({
    max: 200,
    nullable: true,
    description: 'The environment variable that holds its credential, where declared.',
  })
  credentialEnv: string | null;
  @Moment() createdAt: Date;
  @Moment() updatedAt: Date;
  @Count({ initially: 1, description: 'Grows with each change; the ETag.' }) version: number;
}
