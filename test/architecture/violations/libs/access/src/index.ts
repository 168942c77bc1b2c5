import '#inventory';
export const access = 1;
