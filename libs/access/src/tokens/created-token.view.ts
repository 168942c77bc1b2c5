import { Field, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { MachineToken } from './machine-token.entity.js';

@ObjectType({ description: 'A token that has just been made.' })
export class CreatedToken extends MachineToken {
  @Expose()
  @Field(() => String, { nullable: true, description: 'The token itself: shown this once, and kept nowhere.' })
  token: string | null;
}
