import { Field, GraphQLISODateTime, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { Column, Entity, Index } from 'typeorm';
import { Decimal } from '#common';
import { Amount, AsJson, Count, Flag, GraphQLJSON, Id, Json, Moment, Ref, Text } from '#data';

/** Made by the migration alone, because they are partial or GIN; the drift check leaves them be. */
const migrated = (...columns: string[]): ClassDecorator => {
  return (target) => {
    for (const column of columns) Index(`resource_${column}`, { synchronize: false })(target);
  };
};

@Entity()
@Index('resource_native', ['accountId', 'nativeId'], { unique: true })
@migrated('listing', 'tags', 'owner', 'untagged', 'search', 'provider', 'region', 'service', 'category', 'type')
@migrated('name', 'monthly_cost', 'last_seen_at', 'open_findings', 'open_recommendations')
@ObjectType({ description: 'One thing that an account runs or owns, as its bills (later also its cloud) tell.' })
export class Resource {
  @Id() id: string;
  @Text({ max: 100 }) provider: string;
  @Ref() accountId: string;
  @Text({ max: 400, nullable: true, description: 'Native region, such as `eu-central-1`.' }) region: string | null;
  @Text({ max: 400, nullable: true, description: 'The service that billed it, in the words of the bill.' })
  service: string | null;
  @Text({ max: 400, nullable: true, description: 'FOCUS service category, such as `Compute`.' }) category:
    string | null;
  @Text({ max: 400, nullable: true }) type: string | null;
  @Text({ max: 4000, description: 'The id that the provider gave it: an ARN, a resource id.' }) nativeId: string;
  @Text({ max: 4000 }) name: string;
  @Text({
    max: 100,
    description:
      'As its cloud calls it; `deleted` where its cloud no longer has it; `billed` where only a bill tells of it, `withdrawn` where a correction has taken it out of every bill.',
  })
  state: string;
  @Json({ description: 'Key to value; a key without a value has the value true.' }) tags: Record<string, unknown>;
  @Text({ max: 4000, nullable: true, description: 'Whose it is, as the owner rules read its tags.' }) owner:
    string | null;
  @Moment() firstSeenAt: Date;
  @Moment() lastSeenAt: Date;
  @Amount({ nullable: true, description: 'Effective cost of the last 30 complete days.' }) monthlyCost: Decimal | null;
  @Text({ max: 3, nullable: true, description: 'Of the monthly cost.' }) currency: string | null;
  @Count({ initially: 0 }) openFindings: number;
  @Count({ initially: 0 }) openRecommendations: number;
  @Flag({ initially: false, description: 'Part of the demo estate.' }) isDemo: boolean;

  /** Not among what a list exposes, because they can be large: see `ResourceDetail`. */
  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'What its cloud says of it; null while no connector has asked.',
  })
  configuration?: unknown;
  @Column('jsonb', { nullable: true })
  @Field(() => GraphQLJSON, { nullable: true, description: 'The tags that its bills tell, as far as there are any.' })
  billTags?: Record<string, unknown> | null;
  @Column('jsonb', { nullable: true })
  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'The tags that its cloud tells, which win over those of the bills; null while no connector has asked.',
  })
  cloudTags?: Record<string, unknown> | null;
  @Column('timestamptz', { nullable: true })
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was made, as its cloud says.' })
  createdAt?: Date | null;

  /** The listing that told of it; null while only bills do. */
  @Column('uuid', { nullable: true }) listingId: string | null;
  /** Of all that its cloud said. */
  @Column('text', { nullable: true }) toldHash: string | null;
  /** The newest day of its bills, where its cloud tells of it too. */
  @Column('timestamptz', { nullable: true }) billedAt: Date | null;
  /** Kept for a list without a join: the account's own. */
  @Column('timestamptz', { nullable: true }) retiredAt: Date | null;
  /** Name, native id and tag values in small letters, written by a trigger, for `q`. */
  @Column('text', { default: '' }) search: string;
  /** Whether it bears no tag, by the same trigger. */
  @Column('boolean', { default: true }) untagged: boolean;
}

/** One resource, with its configuration, as REST answers it. */
export class ResourceDetail extends Resource {
  @AsJson() override configuration: unknown;
  @AsJson() override billTags: Record<string, unknown> | null;
  @AsJson() override cloudTags: Record<string, unknown> | null;
  @Expose() override createdAt: Date | null;
}
