import { Field, InputType } from '@nestjs/graphql';
import { Transform, Type } from 'class-transformer';
import { IsDefined, IsOptional, IsString, Length, ValidateNested } from 'class-validator';

const NOTE = 'note';

@InputType({ description: 'What a note is about.' })
export class AuditSubjectInput {
  @Field(() => String, {
    nullable: true,
    description: '`budget`, `account`, `resource` …; unless told, `note`: a text of one’s own.',
  })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  type?: string = NOTE;

  @Field(() => String, { description: 'The id, or the text.' }) @IsString() @Length(1, 400) id: string;
}

const asSubject = (value: unknown) =>
  typeof value === 'string' ? Object.assign(new AuditSubjectInput(), { id: value }) : value;

@InputType({ description: 'A step that was done by hand.' })
export class AuditNoteInput {
  @Field(() => AuditSubjectInput, { description: 'By REST also a plain text.' })
  @IsDefined()
  @Transform(({ value }) => asSubject(value), { toClassOnly: true })
  @Type(() => AuditSubjectInput)
  @ValidateNested()
  subject: AuditSubjectInput;

  @Field(() => String) @IsString() @Length(1, 4000) note: string;
}
