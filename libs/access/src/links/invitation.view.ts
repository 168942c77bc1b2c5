import { Field, GraphQLISODateTime, ID, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';

@ObjectType({ description: 'That a person may sign in by a link, once, within seven days.' })
export class Invitation {
  @Expose() @Field(() => ID) id: string;
  @Expose() @Field(() => ID) userId: string;
  @Expose() @Field(() => String) email: string;
  @Expose() @Field(() => String, { nullable: true }) name: string | null;
  @Expose() @Field(() => String, { description: 'Who invites.' }) createdBy: string;
  @Expose() @Field(() => GraphQLISODateTime) createdAt: Date;
  @Expose() @Field(() => GraphQLISODateTime) expiresAt: Date;
}

@ObjectType({ description: 'An invitation as it is made; its link is told this once.' })
export class NewInvitation extends Invitation {
  @Expose() @Field(() => String, { description: 'For the person alone: whoever opens it is them.' }) url: string;
}
