import type { CloudAccess } from './cloud.js';

/** What a setting must be, and how that is said: `must be the URL of an emulator`. */
export type SettingRules = Record<string, [isRight: (value: unknown) => boolean, words: string]>;

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Some regions; the words give an example. */
export const regionsRule = (isRegion: (each: unknown) => boolean, example: string): SettingRules[string] => [
  (value) => Array.isArray(value) && value.length > 0 && value.every(isRegion),
  `must be a list of regions, such as ["${example}"]`,
];

/** The settings that are there and break their rule, each said in words. */
export const faultsIn = ({ settings }: CloudAccess, rules: SettingRules): string[] =>
  Object.entries(rules)
    .filter(([name, [isRight]]) => settings[name] !== undefined && !isRight(settings[name]))
    .map(([name, [, words]]) => `${name} ${words}`);
