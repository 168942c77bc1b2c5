/** An instance of a class with all its fields: what is answered is told by its class, for its declared fields alone are exposed. */
export const as = <T extends object>(type: new () => T, fields: T): T => Object.assign(new type(), fields);
