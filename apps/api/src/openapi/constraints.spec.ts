import { IsOptional, IsString, Matches } from 'class-validator';
import { demandsOf } from './constraints.js';

class Asked {
  @Matches(/^a+$/) plain: string;
  @Matches(/^b+$/, { message: 'must be b' }) worded: string;
  @IsOptional() @IsString({ each: true }) @Matches(/^c+$/, { each: true, message: 'must be c' }) list?: string[];
}

it('keeps the pattern of a value whether or not its rule has words of its own', () => {
  const demands = demandsOf(Asked);
  expect(demands.get('plain')?.own).toEqual({ type: 'string', pattern: '^a+$' });
  expect(demands.get('worded')?.own).toEqual({ type: 'string', pattern: '^b+$' });
  expect(demands.get('list')).toMatchObject({ own: {}, items: { type: 'string', pattern: '^c+$' }, isArray: true });
});
