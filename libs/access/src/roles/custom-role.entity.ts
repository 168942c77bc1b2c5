import { Field, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { Column, Entity, Index } from 'typeorm';
import type { Permission } from '#common';
import { Count, Id, Moment, Text } from '#data';

/** A role that people have made; the built-in ones are code. */
@Entity('role')
@Index('role_name', ['name'], { unique: true })
@ObjectType('CustomRole')
export class CustomRole {
  @Id() id: string;
  @Text({ max: 60, description: 'What bindings call it; it stays.' }) name: string;
  @Text({ max: 400, nullable: true }) description: string | null;

  @Expose()
  @Column('text', { array: true })
  @Field(() => [String], { description: 'What it allows, such as `budgets:write`.' })
  permissions: Permission[];

  @Moment() createdAt: Date;
  @Moment() updatedAt: Date;
  @Count({ initially: 1, description: 'Counts its changes; the ETag.' }) version: number;
}
