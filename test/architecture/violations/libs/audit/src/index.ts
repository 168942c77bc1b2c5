import '#inventory';
export const audit = 1;
