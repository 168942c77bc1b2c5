import '#budgets';
export const clouds = 1;
