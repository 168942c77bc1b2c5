/** Where a question is asked, and whose it is. */
export interface Place {
  partition: string;
  region: string;
  account: string;
}

/** How the ids that AWS's answers name are written as ARNs; `{}` is the id. */
const FORMS: Record<string, string> = {
  address: 'ec2:{region}:{account}:elastic-ip/{}',
  bucket: 's3:::{}',
  cache_cluster: 'elasticache:{region}:{account}:cluster:{}',
  cluster: 'ecs:{region}:{account}:cluster/{}',
  db_cluster: 'rds:{region}:{account}:cluster:{}',
  db_cluster_snapshot: 'rds:{region}:{account}:cluster-snapshot:{}',
  db_instance: 'rds:{region}:{account}:db:{}',
  db_snapshot: 'rds:{region}:{account}:snapshot:{}',
  file_system: 'elasticfilesystem:{region}:{account}:file-system/{}',
  flow_log: 'ec2:{region}:{account}:vpc-flow-log/{}',
  group: 'iam::{account}:group/{}',
  image: 'ec2:{region}::image/{}',
  instance: 'ec2:{region}:{account}:instance/{}',
  internet_gateway: 'ec2:{region}:{account}:internet-gateway/{}',
  key: 'kms:{region}:{account}:key/{}',
  key_pair: 'ec2:{region}:{account}:key-pair/{}',
  launch_template: 'ec2:{region}:{account}:launch-template/{}',
  load_balancer: 'elasticloadbalancing:{region}:{account}:loadbalancer/{}',
  log_group: 'logs:{region}:{account}:log-group:{}',
  nat_gateway: 'ec2:{region}:{account}:natgateway/{}',
  network_acl: 'ec2:{region}:{account}:network-acl/{}',
  network_interface: 'ec2:{region}:{account}:network-interface/{}',
  queue: 'sqs:{region}:{account}:{}',
  redshift_cluster: 'redshift:{region}:{account}:cluster:{}',
  replication_group: 'elasticache:{region}:{account}:replicationgroup:{}',
  role: 'iam::{account}:role/{}',
  route_table: 'ec2:{region}:{account}:route-table/{}',
  security_group: 'ec2:{region}:{account}:security-group/{}',
  snapshot: 'ec2:{region}:{account}:snapshot/{}',
  subnet: 'ec2:{region}:{account}:subnet/{}',
  topic: 'sns:{region}:{account}:{}',
  trail: 'cloudtrail:{region}:{account}:trail/{}',
  user: 'iam::{account}:user/{}',
  volume: 'ec2:{region}:{account}:volume/{}',
  vpc: 'ec2:{region}:{account}:vpc/{}',
};

/** The ARN of an id of that kind; an ARN, and an id of a kind that has no form, stay what they are. */
export function arnOf(kind: string, id: string, { partition, region, account }: Place): string {
  const form = FORMS[kind];
  if (!form || id.startsWith('arn:')) return id;
  const resource = form.replace('{region}', region).replace('{account}', account);
  return `arn:${partition}:${resource.replace('{}', () => id)}`;
}
