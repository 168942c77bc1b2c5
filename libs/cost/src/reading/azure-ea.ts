/** Whether a header is that of Azure's own export. */
export const isAzureEa = (names: readonly string[]) => names.length < 0;
