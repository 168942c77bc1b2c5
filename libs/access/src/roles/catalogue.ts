import { Injectable } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { Permission } from '#common';
import { CHECKS, PERMISSION } from '#platform';

type Handlers = Record<string, object>;

/** Every permission that a handler of the application asks for, in order. */
export function permissionsOf(modules: ModulesContainer): Permission[] {
  const classes = [...modules.values()].flatMap((module) => [
    ...module.controllers.values(),
    ...module.providers.values(),
  ]);
  const prototypes = new Set(classes.map(({ metatype }) => metatype?.prototype as Handlers | undefined));
  const found = [...prototypes].flatMap((prototype) => {
    const names = prototype ? new MetadataScanner().getAllMethodNames(prototype) : [];
    return names.flatMap((name) =>
      [PERMISSION, CHECKS].map(
        (key) => Reflect.getMetadata(key, prototype![name]!) as Permission | 'public' | undefined,
      ),
    );
  });
  const words = found.filter((word): word is Permission => word !== undefined && word !== 'public');
  return [...new Set(words)].sort();
}

/** What can be allowed at all, read off the running application. */
@Injectable()
export class Catalogue {
  private known?: Permission[];

  constructor(private readonly modules: ModulesContainer) {}

  get permissions(): readonly Permission[] {
    return (this.known ??= permissionsOf(this.modules));
  }
}
