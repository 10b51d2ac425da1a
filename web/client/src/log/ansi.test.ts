import assert from 'node:assert/strict';
import {test} from 'node:test';
import {spans} from './ansi.ts';

const text = (line: string) => spans(line).map((span) => span.text).join('');

test('colours stay, other terminal codes are removed', () => {
  assert.deepEqual(spans('\u001b[31mred\u001b[0m plain \u001b[1;92mgreen'), [
    {text: 'red', class: 'f1'}, {text: ' plain ', class: ''}, {text: 'green', class: 'a1 f2'},
  ]);
  assert.deepEqual(spans('\u001b[38;5;196mx\u001b[39my'), [{text: 'x', class: 'f1'}, {text: 'y', class: ''}]);
  assert.deepEqual(spans('\u001b[38;2;10;200;10mx'), [{text: 'x', class: 'f2'}]);
  assert.deepEqual(spans('\u001b[44mx'), [{text: 'x', class: 'b4'}]);
  assert.equal(text('\u001b]0;title\u0007after'), 'after');
  assert.equal(text('\u001b[2Kline\u001b[1A'), 'line');
  assert.equal(text('<script>alert(1)</script>'), '<script>alert(1)</script>');
  assert.equal(text('a\u202eb\u0000c\u0007d'), 'abcd');
  assert.equal(text('cut escape \u001b['), 'cut escape ');
});

test('a carriage return writes over what was there', () => {
  assert.equal(text(' 10%|#\r 50%|###\r100%|#####'), '100%|#####');
  assert.equal(text('windows\r'), 'windows');
});

test('any bytes become some spans', () => {
  let seed = 7;
  for (let i = 0; i < 3000; i++) {
    let line = '';
    for (let n = 0; n < 30; n++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      line += '\u001b[;:m0123489\r]Kax\u0007\u202e'[seed % 21] ?? 'z';
    }
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(text(line), /[\u0000-\u0008\u001b\u202e\r]/);
  }
});
