const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What is none can be the id of nothing, and must not reach a uuid column. */
export const isUuid = (text: string) => UUID.test(text);
