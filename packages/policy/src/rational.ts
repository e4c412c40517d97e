/** An exact fraction in lowest terms; `d` is positive. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Least common multiple of two positive integers. */
export function lcm(a: bigint, b: bigint): bigint {
  return (a / gcd(a, b)) * b;
}

/** `n/d` in lowest terms; `d` must not be 0. */
export function rational(n: bigint, d: bigint = 1n): Rational {
  if (d === 1n) return { n, d };
  if (d === 0n) throw new RangeError("a fraction with denominator 0");
  const divisor = gcd(n, d);
  return d < 0n ? { n: -n / divisor, d: -d / divisor } : { n: n / divisor, d: d / divisor };
}

export function compareRationals(a: Rational, b: Rational): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** "12", "-3.25", "1/3", "30%" exactly; null for any other text. */
export function parseRational(text: string): Rational | null {
  const fraction = /^(-?\d+)\/(\d+)$/.exec(text);
  if (fraction) {
    const d = BigInt(fraction[2] ?? "0");
    return d === 0n ? null : rational(BigInt(fraction[1] ?? "0"), d);
  }
  const decimal = /^(-?)(\d+)(?:\.(\d+))?(%?)$/.exec(text);
  if (!decimal) return null;
  const places = decimal[3] ?? "";
  const n = BigInt(`${decimal[1] ?? ""}${decimal[2] ?? ""}${places}`);
  return rational(n, 10n ** BigInt(places.length) * (decimal[4] === "%" ? 100n : 1n));
}

export const ROUNDINGS = ["half_up", "up", "down"] as const;
/** half_up: to the nearest, ties away from zero; up: away from zero; down: towards zero. */
export type Rounding = (typeof ROUNDINGS)[number];

/** The fraction rounded to an integer. */
export function roundRational(value: Rational, rounding: Rounding): bigint {
  const negative = value.n < 0n;
  const n = negative ? -value.n : value.n;
  const whole = n / value.d;
  const rest = n % value.d;
  const away = rounding === "up" ? rest > 0n : rounding === "half_up" ? rest * 2n >= value.d : false;
  const magnitude = away ? whole + 1n : whole;
  return negative ? -magnitude : magnitude;
}
