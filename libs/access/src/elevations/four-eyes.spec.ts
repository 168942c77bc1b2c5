import { isOneWill, type Makers } from './four-eyes.js';

const alice: Makers = ['user:alice'];
const bob: Makers = ['user:bob'];
const bootstrap: Makers = ['token:bootstrap'];

it.each<[string, Makers, Makers, boolean]>([
  ['a person is themselves', alice, alice, true],
  ['two people are two', alice, bob, false],
  ['a token is its maker', ['token:a', ...alice], alice, true],
  ['a maker is its token', alice, ['token:a', ...alice], true],
  ['a token of a token is its maker', ['token:b', 'token:a', ...alice], alice, true],
  ['two tokens of one person are one', ['token:a', ...alice], ['token:b', ...alice], true],
  ['tokens of two people are two', ['token:a', ...alice], ['token:b', ...bob], false],
  ['tokens that the installation made are two', ['token:a', ...bootstrap], ['token:b', ...bootstrap], false],
  [
    'a token is not another will than the installation that made and uses it',
    ['token:a', ...bootstrap],
    bootstrap,
    true,
  ],
  ['the installation is itself', bootstrap, bootstrap, true],
])('%s', (_what, one, other, isOne) => {
  expect([isOneWill(one, other), isOneWill(other, one)]).toEqual([isOne, isOne]);
});
