import { ACCOUNTS, TEAMS } from './seed-inventory.js';

const BUDGETS = 500;
const AT_ONCE = 100;

const scopes = [
  (k: number) => ({ accounts: [`account-${k % ACCOUNTS}`] }),
  (k: number) => ({ tags: { team: [`team-${k % TEAMS}`] } }),
  (k: number) => ({ services: [`Service ${k % 50}`] }),
  (k: number) => ({ accounts: [`account-${k % ACCOUNTS}`], services: [`Service ${k % 50}`] }),
];

const budget = (k: number) => ({
  name: `Budget ${k}`,
  limit: String(1000 + k * 37),
  currency: k % 4 === 2 ? 'EUR' : 'USD',
  period: (['monthly', 'quarterly', 'annual'] as const)[k % 3],
  scope: scopes[k % scopes.length]!(k),
});

/** Makes the 500 budgets through the API where they are missing; none where the application knows no budgets. */
export async function budgetIds(url: string, token: string): Promise<string[]> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const known = async () => {
    const answer = await fetch(`${url}/budgets?limit=${AT_ONCE}`, { headers });
    if (answer.status === 404) return undefined;
    return (await answer.json()) as { items: { id: string }[]; total: number };
  };
  const there = await known();
  if (!there) return [];
  for (let k = there.total; k < BUDGETS; k += 1) {
    const answer = await fetch(`${url}/budgets`, { method: 'POST', headers, body: JSON.stringify(budget(k)) });
    if (answer.status !== 201) throw new Error(`A budget was refused: ${await answer.text()}`);
  }
  return ((await known()) ?? there).items.map(({ id }) => id);
}
