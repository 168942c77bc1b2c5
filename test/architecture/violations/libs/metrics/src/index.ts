import '#budgets';
export const metrics = 1;
