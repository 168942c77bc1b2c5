import { registerDecorator, type ValidationArguments } from 'class-validator';
import { Decimal, isDay } from '#common';

const rule =
  (name: string, message: string, validate: (value: unknown, args: ValidationArguments) => boolean) =>
  (): PropertyDecorator =>
  (target, property) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value, args) => validate(value, args!),
        defaultMessage: () => `${String(property)} ${message}`,
      },
    });

/** More than nought: a budget of nothing has no percentage. */
export const IsPositive = rule(
  'isPositive',
  'must be more than 0',
  (value) => value instanceof Decimal && value.isFinite() && value.gt(0),
);

export const IsDay = rule(
  'isDay',
  'must be a day of the calendar',
  (value) => typeof value === 'string' && isDay(value),
);

/** Either `percent` or `amount`, never both. */
export const IsOneMeasure = rule('isOneMeasure', 'needs either percent or amount', (_value, { object }) => {
  const { percent, amount } = object as { percent?: unknown; amount?: unknown };
  return (percent == null) !== (amount == null);
});
