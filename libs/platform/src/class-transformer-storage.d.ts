/** The registry that class-transformer's decorators fill; its own package and @nestjs/mapped-types read it under this name. */
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: {
    getExposedProperties(type: new () => unknown, transformation: number): string[];
  };
}
