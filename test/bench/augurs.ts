import { MSTL, initSync } from '@bsull/augurs/mstl';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const script = createRequire(import.meta.url).resolve('@bsull/augurs/mstl');
initSync({ module: readFileSync(script.replace(/\.js$/, '_bg.wasm')) });

/** The forecast of augurs: seasonal-trend decomposition with ETS on the trend, each period that fits in twice. */
export function mstl(values: readonly number[], seasonality: readonly number[], horizon: number): number[] {
  const periods = seasonality.filter((period) => values.length > 2 * period);
  const model = MSTL.ets(periods.length ? periods : [2]);
  model.fit(Float64Array.from(values));
  const { point } = model.predict(horizon);
  model.free();
  return [...point];
}
