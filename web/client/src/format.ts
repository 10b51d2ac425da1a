// Numbers and times as pages show them; package say writes the same.

export function formatNumber(value: number | null | undefined): string {
  if (value === undefined) return '';
  if (value === null || Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e7) return grouped(value);
  if (size >= 1e7 || size < 1e-3) {
    const [mantissa = '', exponent = ''] = value.toExponential(3).split('e');
    return `${mantissa.replace(/\.?0+$/, '')}e${exponent.replace('+', '')}`;
  }
  const rounded = Number(size.toPrecision(4)); // so that 0.99999 gets as many decimals as 1.000
  return commas(value.toFixed(Math.max(3 - Math.floor(Math.log10(rounded)), 0)));
}

// grouped writes a whole number: 20,480.
export function grouped(whole: number): string {
  return commas(whole.toFixed(0));
}

function commas(digits: string): string {
  const [whole = '', rest] = digits.split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? spaced : `${spaced}.${rest}`;
}

export function formatValue(value: string | number | boolean | undefined): string {
  if (typeof value !== 'number') return value === undefined ? '' : visible(String(value));
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential().replace('e+', 'e');
  return String(value);
}

export function formatDuration(seconds: number): string {
  const s = Math.round(Math.max(seconds, 0));
  if (seconds < 0.95) return `${Math.max(seconds, 0).toFixed(1)} s`;
  if (s < 60) return `${s} s`;
  if (s < 3600) return two(Math.floor(s / 60), 'min', s % 60, 's');
  if (s < 86400) return two(Math.floor(s / 3600), 'h', Math.floor((s % 3600) / 60), 'min');
  return two(Math.floor(s / 86400), 'd', Math.floor((s % 86400) / 3600), 'h');
}

function two(a: number, unitA: string, b: number, unitB: string): string {
  return b === 0 ? `${a} ${unitA}` : `${a} ${unitA} ${b} ${unitB}`;
}

export function formatAgo(then: number, now: number): string {
  const s = (now - then) / 1000;
  if (s < 10) return 'just now';
  if (s < 60) return `${Math.floor(s)} s ago`;
  if (s < 3600) return `${Math.floor(s / 60)} min ago`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ago`;
  if (s < 30 * 86400) return `${Math.floor(s / 86400)} d ago`;
  const day = new Date(then);
  return `${day.getDate()} ${day.toLocaleString('en', {month: 'short'})} ${day.getFullYear()}`;
}

export function formatExact(then: number): string {
  return new Date(then).toLocaleString('en-GB', {dateStyle: 'medium', timeStyle: 'medium'});
}

// Marks written before the numbers that they count, and the joiners of emoji and
// Persian.
const kept = /[\n\t\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u200c\u200d\u{110bd}\u{110cd}]/u;

// visible removes invisible characters that have an effect: control characters,
// and marks that change the text direction or could hide words.
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => (kept.test(character) ? character : ''));
}
