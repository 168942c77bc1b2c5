/** A JSON schema of OpenAPI 3.1, as far as it is written here. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: readonly unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  description?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
}

/** The named schemas of a document; a class that refers to itself ends at its own name. */
export type Schemas = Record<string, Schema>;

export const refTo = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

export const DECIMAL: Schema = { type: 'string', format: 'decimal', pattern: '^-?\\d+(\\.\\d+)?$' };

/** The same, or null. A reference and a description stay side by side, as 3.1 allows. */
export function nullable(schema: Schema): Schema {
  const { description, ...rest } = schema;
  const words = description === undefined ? {} : { description };
  if (typeof rest.type !== 'string')
    return Object.keys(rest).length ? { anyOf: [rest, { type: 'null' }], ...words } : schema;
  return { ...rest, type: [rest.type, 'null'], ...(rest.enum && { enum: [...rest.enum, null] }), ...words };
}
