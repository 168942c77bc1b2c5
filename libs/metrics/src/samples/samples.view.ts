import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Expose, Type } from 'class-transformer';

@ObjectType({ description: 'What is wrong with one sample of a batch.' })
export class SampleFault {
  @Expose() @Field(() => Int, { description: 'Its place in the batch, from 0.' }) index: number;
  @Expose() @Field(() => String) field: string;
  @Expose() @Field(() => String) message: string;
}

@ObjectType({ description: 'What became of the samples of a batch.' })
export class SamplesTaken {
  @Expose() @Field(() => Int, { description: 'New, or of another value than before.' }) written: number;
  @Expose() @Field(() => Int, { description: 'Known already.' }) unchanged: number;
  @Expose() @Field(() => Int) rejected: number;
  @Expose()
  @Type(() => SampleFault)
  @Field(() => [SampleFault], { description: 'Why; the first hundred.' })
  errors: SampleFault[];
}

@ObjectType({
  description: 'What became of a remote write; what could not be used is told here, and never asked for again.',
})
export class RemoteWriteTaken {
  @Expose()
  @Field(() => Int, { description: 'Samples that are new, or of another value than before.' })
  written: number;
  @Expose() @Field(() => Int, { description: 'Samples that were known already.' }) unchanged: number;
  @Expose() @Field(() => Int, { description: 'Samples of resources that nobody knows.' }) unknownResource: number;
  @Expose()
  @Field(() => Int, { description: 'Samples whose labels name several resources, or that several series have.' })
  ambiguous: number;
  @Expose()
  @Field(() => Int, { description: 'Samples of metrics whose names or values cannot be used.' })
  invalid: number;
  @Expose()
  @Field(() => Int, { description: 'Marks that a series has ended, and other values that are no numbers.' })
  notANumber: number;
  @Expose() @Field(() => Int, { description: 'Samples older than what is kept.' }) tooOld: number;
  @Expose() @Field(() => Int, { description: 'Samples of the future.' }) ahead: number;
}
