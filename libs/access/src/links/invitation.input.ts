import { Field, InputType } from '@nestjs/graphql';
import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { IsScope, ScopeInput } from '../bindings/scope.input.js';
import { EMAIL } from '../people/email.js';

@InputType()
export class InvitationInput {
  @Field(() => String)
  @IsString()
  @Matches(EMAIL, { message: 'email must be an e-mail address' })
  email: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Length(1, 200, { message: 'name must have 1 to 200 characters' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'A role to begin with; the inviter must hold it there.' })
  @IsOptional()
  @Length(1, 60)
  role?: string | null;

  @Field(() => ScopeInput, { nullable: true, description: 'Where the role holds; everywhere, unless told.' })
  @IsOptional()
  @IsScope()
  scope?: ScopeInput | null;
}
