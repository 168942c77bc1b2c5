import { nativeIdOf } from './native-id.js';

it.each([
  ['aws', 'arn:aws:ec2:eu-central-1:123456789012:instance/i-0abc', 'i-0abc'],
  ['aws', 'arn:aws-us-gov:ec2:us-gov-west-1:123456789012:volume/vol-0abc', 'vol-0abc'],
  ['aws', 'i-0abc', 'i-0abc'],
  ['aws', 'arn:aws:s3:::logs.example', 'logs.example'],
  ['aws', 'arn:aws:s3:::logs.example/key', 'arn:aws:s3:::logs.example/key'],
  [
    'aws',
    'arn:aws:ec2:eu-central-1:123456789012:natgateway/nat-0abc',
    'arn:aws:ec2:eu-central-1:123456789012:natgateway/nat-0abc',
  ],
  [
    'azure',
    '/subscriptions/A/resourceGroups/B/providers/Microsoft.Compute/disks/C/',
    '/subscriptions/a/resourcegroups/b/providers/microsoft.compute/disks/c',
  ],
  [
    'gcp',
    'https://www.googleapis.com/compute/v1/projects/p/zones/z/instances/1',
    '//compute.googleapis.com/projects/p/zones/z/instances/1',
  ],
  [
    'gcp',
    'https://compute.googleapis.com/compute/v1/projects/p/zones/z/disks/d',
    '//compute.googleapis.com/projects/p/zones/z/disks/d',
  ],
  ['gcp', '//storage.googleapis.com/bucket', '//storage.googleapis.com/bucket'],
  ['oci', ' ocid1.Instance.X ', 'ocid1.Instance.X'],
])('%s: %s is %s', (provider, id, form) => {
  expect(nativeIdOf(provider, id)).toBe(form);
  expect(nativeIdOf(provider, form)).toBe(form);
});
