import { createPrivateKey, type KeyObject } from 'node:crypto';
import { compile } from '@fastify/proxy-addr';
import { readKey } from './secrets/secret-key.js';

export const fail = (rule: string): never => {
  throw new Error(rule);
};

export const integer = (least: number, most: number, initially?: number) => (text?: string) => {
  const value = text === undefined ? initially : Number(text);
  if (value === undefined || !Number.isInteger(value) || value < least || value > most)
    return fail(`must be a whole number from ${least} to ${most}`);
  return value;
};

export const oneOf =
  <T extends string>(...words: T[]) =>
  (text?: string) =>
    text === undefined ? words[0]! : (words.find((each) => each === text) ?? fail(`must be ${words.join(', ')}`));

export const flag = (initially: boolean) => (text?: string) => {
  if (text === undefined) return initially;
  if (['true', 'on', '1'].includes(text)) return true;
  return ['false', 'off', '0'].includes(text) ? false : fail('must be on or off');
};

export const text = (initially: string) => (given?: string) => given ?? initially;
export const optional = (given?: string) => given;

export const databaseUrl = (given?: string) =>
  given === undefined || /^postgres(ql)?:\/\//.test(given) ? given : fail('must begin with postgresql://');

/** Addresses and networks (`10.0.0.0/8`), or proxy-addr's names for some of them, with commas between. */
export const addresses = (given = '') => {
  const list = given.split(',').map((each) => each.trim());
  if (!given) return [];
  try {
    compile(list);
    return list;
  } catch {
    return fail('must name addresses or networks, such as 127.0.0.1,10.0.0.0/8, or loopback, uniquelocal');
  }
};

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Plain HTTP is for this machine alone: anywhere else it would carry codes and cookies in clear. */
export function webAddress(given?: string): URL | undefined {
  if (given === undefined) return undefined;
  const url = URL.canParse(given) ? new URL(given) : fail('must be an address, such as https://cloudgov.example.com');
  if (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))) return url;
  return fail('must begin with https:// (http:// on this machine only)');
}

/** Without a slash at its end, as browsers say it of a page. */
export function origin(given?: string): string | undefined {
  const url = webAddress(given);
  if (url && (url.pathname !== '/' || url.search)) return fail('must be an address without a path');
  return url?.origin;
}

export const email = (initially: string) => (given?: string) =>
  given === undefined || /^[^\s@]+@[^\s@]+$/.test(given)
    ? (given ?? initially).toLowerCase()
    : fail('must be an e-mail address');

export const token = (given?: string) =>
  given === undefined || given.length >= 16 ? given : fail('must have 16 characters or more');

/** PEM, or the base64 of its DER, as it fits one line. */
export const ed25519Key = (given?: string): KeyObject | undefined => {
  if (given === undefined) return undefined;
  const rule = 'must be an Ed25519 private key, as PEM or as base64 of PKCS #8';
  try {
    const key = given.includes('-----')
      ? createPrivateKey(given)
      : createPrivateKey({ key: Buffer.from(given, 'base64'), format: 'der', type: 'pkcs8' });
    return key.asymmetricKeyType === 'ed25519' ? key : fail(rule);
  } catch {
    return fail(rule);
  }
};

/** The address of one of these kinds. */
export const address =
  (...schemes: string[]) =>
  (given?: string): URL | undefined => {
    if (given === undefined) return undefined;
    const url = URL.canParse(given) ? new URL(given) : undefined;
    if (url && schemes.includes(url.protocol)) return url;
    return fail(`must begin with ${schemes.map((each) => `${each}//`).join(' or ')}`);
  };

/** A key that encrypts stored secrets: 32 bytes in base64. */
export const key = (given?: string) => (given === undefined ? undefined : readKey(given));

/** One setting: where it comes from, what it means, and how its text is read; `read` throws what is wrong with it. */
export interface Setting<T> {
  env: string;
  default: string;
  description: string;
  read: (text: string | undefined) => T;
}

export const setting = <T>(
  env: string,
  initially: string,
  description: string,
  read: Setting<T>['read'],
): Setting<T> => ({
  env,
  default: initially,
  description,
  read,
});

/** A label of Prometheus, and the key of the tag that it is the value of; without one it is an id or native id. */
export interface LabelRule {
  label: string;
  tag?: string;
}

const LABEL = /^([a-zA-Z_]\w*)(?:=tag:(.{1,200}))?$/;

export const labels = (given = 'resource_id,cloud_resource_id,instance_id,instance,instance=tag:Name'): LabelRule[] =>
  given.split(',').map((each) => {
    const [, label, tag] =
      LABEL.exec(each.trim()) ?? fail('must be labels with commas between, such as vm,host=tag:Name');
    return { label: label!, ...(tag !== undefined && { tag }) };
  });
