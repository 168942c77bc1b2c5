import '#budgets';
export const cost = 1;
