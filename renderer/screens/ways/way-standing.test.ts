import { describe, expect, it } from 'vitest';
import { wayStanding } from './way-standing.ts';

const label = 'socks5://a.example:1';
const at = 1;
const trouble = { code: 'x_proxy_refused', message: '', transport: label };
const keyChange = { known: 'a', shown: 'b' };

describe('a way', () => {
  it('stands as its last test went', () => {
    expect(wayStanding({ label, last: null }, [])).toMatchObject({ status: 'none' });
    const works = { outcome: 'works', at, seconds: 1 } as const;
    expect(wayStanding({ label, last: works }, [])).toEqual({ status: 'works', failure: null, at });
    const failed = { outcome: 'failed', at, failure: 'eof_error' } as const;
    expect(wayStanding({ label, last: failed }, [trouble])).toEqual({
      status: 'failed',
      failure: 'eof_error',
      at,
    });
  });

  it('does not work where a search has found that, whether it was tested or not', () => {
    for (const last of [null, { outcome: 'works', at, seconds: 1 } as const]) {
      const found = { status: 'failed', failure: 'x_proxy_refused', at: null };
      expect(wayStanding({ label, last }, [trouble])).toEqual(found);
      expect(wayStanding({ label: 'socks5://b.example:1', last }, [trouble]).status).not.toBe('failed');
    }
    expect(wayStanding({ label, last: { outcome: 'running' } }, [trouble]).status).toBe('running');
  });

  it('whose server may be another one says that before everything else', () => {
    const failed = { outcome: 'failed', at, failure: 'eof_error' } as const;
    for (const last of [null, failed])
      expect(wayStanding({ label, last, keyChange }, [trouble]).failure).toBe('x_proxy_changed_identity');
  });
});
