import { nativeIdOf } from '../native-id.js';

/** An id of Azure Resource Manager, taken apart; everything in small letters. */
export interface ArmId {
  nativeId: string;
  /** `microsoft.network/virtualnetworks/subnets`. */
  type: string;
  /** The id of what it lies in, for a type of three words or more. */
  parent?: string;
}

const CONTAINER = /^\/subscriptions\/[^/]+(\/resourcegroups\/[^/]+)?$/;

/** Undefined for a text that is no such id. */
export function armIdOf(text: string): ArmId | undefined {
  if (!/^\/(subscriptions|providers)\/./i.test(text) || /\s/.test(text)) return undefined;
  const nativeId = nativeIdOf('azure', text);
  const container = CONTAINER.exec(nativeId);
  if (container) return { nativeId, type: `microsoft.resources/subscriptions${container[1] ? '/resourcegroups' : ''}` };
  const [namespace, ...path] = nativeId.slice(nativeId.lastIndexOf('/providers/') + '/providers/'.length).split('/');
  if (!nativeId.includes('/providers/') || path.length < 2 || path.length % 2) return undefined;
  const type = [namespace, ...path.filter((_, index) => index % 2 === 0)].join('/');
  return { nativeId, type, ...(path.length > 2 && { parent: nativeId.split('/').slice(0, -2).join('/') }) };
}
