import { Field, InputType, Int, ObjectType, PickType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { Entity, Index } from 'typeorm';
import type { Actor } from '#common';
import { Choice, Count, Id, Json, Moment, Text } from '#data';
import { PRINCIPALS, type PrincipalType } from '../bindings/role-binding.entity.js';
import { IsScope, ScopeInput } from '../bindings/scope.input.js';
import type { ToldScope } from '../bindings/scope.js';

export const ELEVATION_STATES = ['requested', 'approved', 'denied', 'cancelled', 'lapsed', 'ended', 'expired'] as const;
export type ElevationState = (typeof ELEVATION_STATES)[number];

@Entity()
@Index('elevation_state', ['state', 'expiresAt'])
@Index('elevation_requested', ['requestedAt', 'id'])
@ObjectType({ description: 'A role for a time: asked for with a reason, approved by another person, ended by itself.' })
export class Elevation {
  @Id() id: string;
  @Choice({ name: 'PrincipalType', values: PRINCIPALS, description: 'Who is elevated: a user or a token.' })
  principalType: PrincipalType;
  @Text({ max: 400 }) principalId: string;
  @Text({ max: 200 }) requestedBy: string;
  @Text({ max: 60 }) role: string;
  @Json({ description: '`{all: true}`, `{accounts: […]}` or `{tag: {key, values}}`.' }) scope: ToldScope;
  @Count({ description: 'How long it lasts from its approval.' }) minutes: number;
  @Text({ max: 1000 }) reason: string;
  @Choice({ name: 'ElevationState', values: ELEVATION_STATES }) state: ElevationState;
  @Moment() requestedAt: Date;
  @Text({ max: 200, nullable: true, description: 'Who approved or denied it.' }) decidedBy: string | null;
  @Moment({ nullable: true }) decidedAt: Date | null;
  @Text({ max: 1000, nullable: true, description: 'What was said with the last step.' }) note: string | null;
  @Moment({ nullable: true, description: 'When the role ends by itself.' }) expiresAt: Date | null;
  @Text({ max: 200, nullable: true }) endedBy: string | null;
  @Moment({ nullable: true }) endedAt: Date | null;
  @Count({ initially: 1, description: 'Counts its changes; the ETag.' }) version: number;
}

/** Who asked is who is elevated. */
export const requesterOf = ({ requestedBy, principalType, principalId }: Elevation): Actor => ({
  actor: requestedBy,
  actorId: `${principalType}:${principalId}`,
});

@InputType()
export class ElevationInput extends PickType(Elevation, ['role', 'reason'] as const, InputType) {
  @Field(() => ScopeInput, { nullable: true, description: 'Everything, unless told.' })
  @IsOptional()
  @IsScope()
  scope?: ScopeInput | null;

  @Field(() => Int, { description: 'From 1 to `CLOUDGOV_ELEVATION_MINUTES`.' })
  @IsInt()
  @Min(1)
  @Max(100_000)
  minutes: number;
}

/** What may be said with a step. */
@InputType()
export class StepInput {
  @Field(() => String, { nullable: true }) @IsOptional() @IsString() @Length(1, 1000) note?: string | null;
}
