import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../core/testing/fuzz.ts';
import { parseCommand } from './arguments.ts';
import { CommandError } from './exit-codes.ts';

const LINK = 'socks5://anna:geheim@host:1';

describe('the command line', () => {
  test.each([
    [['--help'], { name: 'help' }],
    [['connect', '--help'], { name: 'help' }],
    [['--version'], { name: 'version' }],
    [['version'], { name: 'version' }],
    [['check', '--details'], { name: 'check', json: false, details: true, deep: false }],
    [['check', '--json', '--deep'], { name: 'check', json: true, details: false, deep: true }],
    [['connect'], { name: 'connect', json: false, details: false, port: undefined, mtproto: false }],
    [
      ['connect', '--port', '8080', '--json'],
      { name: 'connect', json: true, details: false, port: 8080, mtproto: false },
    ],
    [
      ['connect', '--mtproto'],
      { name: 'connect', json: false, details: false, port: undefined, mtproto: true },
    ],
    [['share'], { name: 'share', json: false, details: false, port: undefined, yes: false }],
    [['share', '--yes'], { name: 'share', json: false, details: false, port: undefined, yes: true }],
    [
      ['report'],
      {
        ...{ name: 'report', json: false, details: false, deep: false, out: undefined },
        ...{ country: false, operator: '' },
      },
    ],
    [
      ['report', '--out', 'r.zip', '--country', '--operator', ' Rostelecom ', '--json'],
      {
        ...{ name: 'report', json: true, details: false, deep: false, out: 'r.zip' },
        ...{ country: true, operator: 'Rostelecom' },
      },
    ],
    [['add', '--file', 'link.txt'], { name: 'add', file: 'link.txt', isSure: false }],
    [['add', '--yes'], { name: 'add', file: undefined, isSure: true }],
    [['list'], { name: 'list', json: false }],
    [['leave'], { name: 'leave' }],
    [['engines', '--json'], { name: 'engines', json: true }],
    [['engine', 'add', './xray', '--yes'], { name: 'engine-add', path: './xray', isSure: true }],
    [['engine', 'remove', 'xray'], { name: 'engine-remove', command: 'xray' }],
    [['remove', '2'], { name: 'remove', which: '2' }],
    [['at-login', 'on'], { name: 'at-login', on: true, json: false }],
    [['at-login', 'off', '--json'], { name: 'at-login', on: false, json: true }],
  ])('%j', (argv, command) => {
    expect(parseCommand(argv)).toEqual(command);
  });

  test.each([
    [['dance']],
    [['connect', '--port', '0']],
    [['connect', '--port', '70000']],
    [['connect', '--port', '80x']],
    [['check', '--port', '80']],
    [['remove']],
    [['engine']],
    [['engine', 'xray']],
    [['engine', 'add']],
    [['engine', 'remove', 'xray', '--yes']],
    [['report', 'now']],
    [['report', '--operator', 'x'.repeat(65)]],
    [['check', '--out', 'r.zip']],
    [['connect', '--loud']],
    [['connect', '--yes']],
    [['at-login']],
    [['at-login', 'now']],
  ])('%j is refused with a hint', (argv) => {
    expect(() => parseCommand(argv)).toThrow(/footbridge --help/);
  });

  test.each([
    [['add', LINK]],
    [['add', 'anna:geheim@host:1']],
    [[LINK]],
    [['anna:geheim@host:1']],
    [['remove', 'x', LINK]],
    [['remove', LINK]],
    [['check', LINK]],
    [['add', '--file', LINK]],
    [['connect', '--port', LINK]],
    [['connect', '--port', 'anna:geheim@host:1']],
    [[`--${LINK}`]],
    [['--anna:geheim@host:1']],
    [[`--json=${LINK}`]],
    [['--json=anna:geheim@host:1']],
    [['-geheim@']],
  ])('a link misused as an argument is refused and not repeated: %j (S2)', (argv) => {
    expect(() => parseCommand(argv)).toThrow(/footbridge --help/);
    expect(() => parseCommand(argv)).not.toThrow(/geheim|anna/);
  });

  test('somebody who gives a link as an argument is told what to do instead', () => {
    expect(() => parseCommand([LINK])).toThrow(/run "footbridge add" and paste it when asked/);
  });

  test('a slip of the finger is understood', () => {
    expect(() => parseCommand(['conect'])).toThrow('There is no command "conect". Did you mean connect?');
    expect(() => parseCommand(['dance'])).not.toThrow(/Did you mean/);
  });

  test('no word at all shows the help', () => {
    expect(() => parseCommand([])).toThrow(/footbridge check .*\n/);
  });

  test('any words give a command or a usage error, nothing else', () => {
    check(
      fc.property(fc.array(fc.string()), (argv) => {
        try {
          parseCommand(argv);
        } catch (error) {
          expect(error).toBeInstanceOf(CommandError);
        }
      }),
    );
  });
});
