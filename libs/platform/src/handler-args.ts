import { Param, ParseUUIDPipe } from '@nestjs/common';
import { Args, ID, Int } from '@nestjs/graphql';

/** The id in the path of a route; what is none is refused. */
export const IdParam = () => Param('id', ParseUUIDPipe);

/** The id that a field of GraphQL is asked for. */
export const IdArg = (name = 'id') => Args(name, { type: () => ID }, ParseUUIDPipe);

/** What `If-Match` is to REST: the version that somebody read before they change it. */
export const VersionArg = () =>
  Args('version', { type: () => Int, nullable: true, description: 'Refuses to change any other version.' });
