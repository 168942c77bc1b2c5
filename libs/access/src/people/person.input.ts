import { Field, InputType } from '@nestjs/graphql';
import { IsBoolean, IsOptional, Length } from 'class-validator';

@InputType({ description: 'What is left out stays.' })
export class UserChanges {
  @Field(() => String, { nullable: true })
  @IsOptional()
  @Length(1, 200, { message: 'name must have 1 to 200 characters' })
  name?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True signs them out at once, and lets them in no more.' })
  @IsOptional()
  @IsBoolean()
  disabled?: boolean | null;
}
