import { SystemClock } from '#common';
import { GcpScene } from '../../../../test/support/clouds/gcp-scene.js';
import { GCP_COUNTS, gcpRecorded } from '../../../../test/support/clouds/gcp-recorded.js';
import { allListed, countsOf } from '../../../../test/support/clouds/listed.js';
import { describeReal } from '../../../../test/support/real-data.js';
import { withoutSecrets } from '../mask.js';
import { GcpCloud } from './gcp.cloud.js';

describeReal('recorded resources of Google Cloud', () => {
  const scene = new GcpScene(new GcpCloud(new SystemClock()));

  it('are told by the SDK, whole', async () => {
    const assets = gcpRecorded();
    const resources = await allListed(await scene.open(assets));
    expect(countsOf(resources)).toEqual(GCP_COUNTS);
    const byData = new Set(assets.map(({ data }) => JSON.stringify(withoutSecrets(data))));
    for (const { configuration, ...words } of resources) {
      expect(byData.has(JSON.stringify(configuration))).toBe(true);
      expect([words.nativeId, words.name, words.region, words.service, words.state].every(Boolean)).toBe(true);
    }
  });
});
