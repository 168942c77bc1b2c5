import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';

@ObjectType({ description: 'One value of a field, with how many resources have it.' })
export class Facet {
  @Expose() @Field(() => String, { nullable: true, description: 'Null where it is not known.' }) value: string | null;
  @Expose()
  @Field(() => String, { nullable: true, description: 'What people call it, where the value is an id.' })
  name: string | null;
  @Expose() @Field(() => Int) count: number;
}

const facets = (description: string) => Field(() => [Facet], { description });

@ObjectType({
  description: 'What the resources that a filter selects have in common; of each field the 200 most frequent.',
})
export class InventoryFacets {
  @Expose() @Field(() => Int) total: number;
  @Expose() @facets('Providers.') providers: Facet[];
  @Expose() @facets('Native regions.') regions: Facet[];
  @Expose() @facets('Services.') services: Facet[];
  @Expose() @facets('Types.') types: Facet[];
  @Expose() @facets('States.') states: Facet[];
  @Expose() @facets('Accounts, by their ids.') accounts: Facet[];
  @Expose() @facets('Keys of tags; a resource counts for each of its own.') tagKeys: Facet[];
}
