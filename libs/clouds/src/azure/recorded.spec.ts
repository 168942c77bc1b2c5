import { SystemClock } from '#common';
import { AZURE_COUNTS, azureRecorded } from '../../../../test/support/clouds/azure-recorded.js';
import { AzureScene } from '../../../../test/support/clouds/azure-scene.js';
import type { Row } from '../../../../test/support/clouds/azure-stub.js';
import { allListed, countsOf } from '../../../../test/support/clouds/listed.js';
import { describeReal } from '../../../../test/support/real-data.js';
import { withoutSecrets } from '../mask.js';
import { AzureCloud } from './azure.cloud.js';
import { resourceOf } from './resource.js';

const isSaying = ([key, value]: [string, unknown]) => key !== 'tags' && value !== null && value !== '';
const whole = (row: Row) => withoutSecrets(Object.fromEntries(Object.entries(row).filter(isSaying)));

describeReal('recorded resources of Azure', () => {
  const scene = new AzureScene(new AzureCloud(new SystemClock()));

  it('are all told, whole', () => {
    const rows = azureRecorded();
    const resources = rows.map((row) => resourceOf(row));
    rows.forEach((row, index) => expect(resources[index]!.configuration).toEqual(whole(row)));
    for (const { nativeId, name, type, region, service, category, state } of resources)
      expect([nativeId, name, type, region, service, category, state].every(Boolean)).toBe(true);
    expect(resources).toHaveLength(1370);
    expect(countsOf(resources)).toEqual(AZURE_COUNTS);
  });

  it('are told by the SDK as Resource Graph would hold them', async () => {
    const rows = azureRecorded().filter(({ type }) => !/^microsoft\.(resources|security|authorization)\//i.test(type));
    const told = await allListed(await scene.open(rows));
    expect(countsOf(told)).toEqual(
      AZURE_COUNTS.filter((count) => !/^Microsoft\.(Resources|Security|Authorization)\//.test(count)),
    );
  });
});
