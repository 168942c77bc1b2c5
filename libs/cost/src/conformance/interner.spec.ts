import { BEYOND, Interner } from './interner.js';

describe('Interner', () => {
  it('numbers distinct texts, inspects each once, and tells the same ones again', () => {
    const seen: string[] = [];
    const interner = new Interner((value) => seen.push(value), 1_000);
    const texts = Array.from({ length: 500 }, (_, at) => `arn:aws:ec2:eu-west-1:1:instance/i-${at}`);
    const ids = texts.map((text) => interner.id(text));
    expect(ids).toEqual(texts.map((_, at) => at + 1));
    expect(texts.map((text) => interner.id(text))).toEqual(ids);
    expect(seen).toEqual(texts);
    expect(ids.map((id) => interner.text(id))).toEqual(texts);
    expect(ids.map((id) => interner.faults(id))).toEqual(ids);
  });

  it('tells texts apart that differ only where a sample does not look', () => {
    const interner = new Interner(() => 0, 10_000);
    const texts = Array.from({ length: 2_000 }, (_, at) => `${'a'.repeat(80)}${at + 1_000}${'b'.repeat(116)}`);
    const spread = texts.flatMap((text) => [text, text.replace('aa', 'ba'), text.replace('bb', 'ab')]);
    expect(new Set(spread.map((text) => interner.id(text))).size).toBe(spread.length);
    expect(spread.map((text) => interner.text(interner.id(text)))).toEqual(spread);
  });

  it('remembers no more than its limit, and inspects what is beyond each time', () => {
    const interner = new Interner((value) => value.length, 2);
    expect(['a', 'bb', 'ccc', 'bb', 'dddd'].map((value) => [interner.id(value), interner.isCapped])).toEqual([
      [1, false],
      [2, false],
      [BEYOND, true],
      [2, true],
      [BEYOND, true],
    ]);
    expect([interner.faults(BEYOND), interner.values()]).toEqual([4, ['a', 'bb']]);
  });
});
