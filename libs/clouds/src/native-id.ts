export { nativeIdOf } from '#common';
