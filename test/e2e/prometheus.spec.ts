import { startApp, TOKEN, type TestApp } from '../support/app.js';
import { billAccounts, billResources, uid } from '../support/inventory.js';
import { eventually } from '../support/program.js';
import { describePrometheus, Prometheus } from '../support/prometheus.js';
import { hoursAgo, iso } from '../support/samples.js';

const KEPT = 'up|process_resident_memory_bytes|scrape_samples_scraped|http_request_duration_seconds_count';
const authorization = { credentials: TOKEN };

/** One job is of a resource that is known by its tag, the other of one that nobody knows. */
const configuration = (own: string, target: string) => ({
  global: { scrape_interval: '1s', scrape_timeout: '1s' },
  scrape_configs: [
    {
      job_name: 'cloudgov',
      authorization,
      static_configs: [{ targets: [own] }],
      relabel_configs: [{ target_label: 'instance', replacement: 'governor:3000' }],
    },
    { job_name: 'stranger', static_configs: [{ targets: [target] }] },
  ],
  remote_write: [
    {
      url: `http://${own}/metrics/write`,
      authorization,
      queue_config: { batch_send_deadline: '1s', min_backoff: '100ms', max_backoff: '1s' },
      write_relabel_configs: [{ source_labels: ['__name__'], regex: KEPT, action: 'keep' }],
    },
  ],
});

describePrometheus('Prometheus', () => {
  let test: TestApp;
  let prometheus: Prometheus;

  beforeAll(async () => {
    test = await startApp();
    await billAccounts(test, 1);
    await billResources(test, { n: 101, account: 1, tags: { Name: 'governor' } }, { n: 102, account: 1 });
    prometheus = await Prometheus.start((target) => configuration(new URL(test.url).host, target));
  });
  afterAll(async () => {
    await prometheus.stop();
    await test.close();
  });

  const points = async (metric: string, n = 101) => {
    const query = `resourceId=${uid(n)}&metric=${metric}&from=${iso(hoursAgo(1))}&step=10`;
    return (await test.rest('GET', `/metrics/series?${query}`)).body.points;
  };
  const counted = async (outcome: string) => {
    const { body } = await test.rest('GET', '/metrics');
    return Number(new RegExp(`samples_total\\{outcome="${outcome}"\\} (\\d+)`).exec(body)?.[1] ?? 0);
  };

  it('writes what it scrapes, and what cannot be used it sends once', async () => {
    const samples = async () =>
      (await points('up')).reduce((sum: number, point: { samples: number }) => sum + point.samples, 0);
    await eventually(samples, (count) => count > 3);
    await eventually(
      () => counted('unknown_resource'),
      (count) => count > 3,
    );
    expect(await counted('ambiguous')).toBeGreaterThan(0);
    expect((await points('up')).at(-1).value).toBe(1);
    expect((await points('process_resident_memory_bytes'))[0].value).toBeGreaterThan(50_000_000);
    expect(await points('up', 102)).toEqual([]);
    expect(await prometheus.figure('prometheus_remote_storage_samples_total')).toBeGreaterThan(10);
    expect(await prometheus.figure('prometheus_remote_storage_samples_failed_total')).toBe(0);
    expect(await prometheus.figure('prometheus_remote_storage_samples_retried_total')).toBe(0);
  });
});
