import { Approval } from './approval.js';
import { ElevationList } from './elevation-list.js';
import { ElevationRequests } from './elevation-requests.js';
import { ElevationHistory, ElevationsResolver } from './elevations.resolver.js';
import { ElevationsService } from './elevations.service.js';
import { ElevationStore } from './elevation-store.js';
import { ElevationTimes } from './elevation-times.js';
import { ExpireJob } from './expire.job.js';
import { FourEyes } from './four-eyes.js';

export const ELEVATION_PROVIDERS = [
  Approval,
  ElevationHistory,
  ElevationList,
  ElevationRequests,
  ElevationsResolver,
  ElevationsService,
  ElevationStore,
  ElevationTimes,
  ExpireJob,
  FourEyes,
];
