import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommand } from './arguments.ts';
import { CommandError } from './exit-codes.ts';

describe('the command line', () => {
  test.each([
    [['--help'], { name: 'help' }],
    [['connect', '--help'], { name: 'help' }],
    [['--version'], { name: 'version' }],
    [['check', '--json'], { name: 'check', json: true }],
    [['connect'], { name: 'connect', json: false, port: undefined }],
    [['connect', '--port', '8080', '--json'], { name: 'connect', json: true, port: 8080 }],
    [['add', '--file', 'link.txt'], { name: 'add', file: 'link.txt' }],
    [['list'], { name: 'list', json: false }],
    [['remove', '2'], { name: 'remove', which: '2' }],
  ])('%j', (argv, command) => {
    expect(parseCommand(argv)).toEqual(command);
  });

  test.each([
    [[]],
    [['dance']],
    [['connect', '--port', '0']],
    [['connect', '--port', '70000']],
    [['connect', '--port', '80x']],
    [['check', '--port', '80']],
    [['remove']],
    [['connect', '--loud']],
  ])('%j is refused with a hint', (argv) => {
    expect(() => parseCommand(argv)).toThrow(/footbridge --help/);
  });

  test('a link given as an argument is refused without being repeated (S2)', () => {
    expect(() => parseCommand(['add', 'socks5://me:geheim@host:1'])).toThrow(/paste it when asked/);
    expect(() => parseCommand(['add', 'socks5://me:geheim@host:1'])).not.toThrow(/geheim/);
  });

  test('any words give a command or a usage error, nothing else', () => {
    fc.assert(
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
