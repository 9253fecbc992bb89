import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DataCentre, DataCentreClient } from './obfuscated2.ts';

test('req_pq_multi is answered by resPQ with the same nonce', () => {
  const client = new DataCentreClient(2);
  const answer = new DataCentre().push(client.firstFlight());
  expect(client.isResPq(answer ?? Buffer.alloc(0))).toBe(true);
});

test('the answer to another client is not taken for ours', () => {
  const answer = new DataCentre().push(new DataCentreClient(2).firstFlight()) ?? Buffer.alloc(0);
  expect(new DataCentreClient(2).isResPq(answer)).toBe(false);
});

test('the first flight may come in any pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }), (sizes) => {
      const client = new DataCentreClient(4);
      const centre = new DataCentre();
      const flight = client.firstFlight();
      let answer: Buffer | null = null;
      for (let at = 0, index = 0; at < flight.length; index++) {
        const end = at + (sizes[index % sizes.length] ?? 1);
        answer ??= centre.push(flight.subarray(at, end));
        at = end;
      }
      expect(answer !== null && client.isResPq(answer)).toBe(true);
    }),
  );
});

test('a web socket takes the header by itself, then one packet in each message', () => {
  const client = new DataCentreClient(2);
  const flight = client.firstFlight();
  const centre = new DataCentre();
  expect(centre.pushMessage(flight.subarray(0, 64))).toBeNull();
  expect(client.isResPq(centre.pushMessage(flight.subarray(64)) ?? Buffer.alloc(0))).toBe(true);
  expect(() => new DataCentre().pushMessage(flight)).toThrow('by itself');
  const cut = new DataCentre();
  cut.pushMessage(flight.subarray(0, 64));
  expect(() => cut.pushMessage(flight.subarray(64, 80))).toThrow('one whole packet');
});

test('who has a secret is not understood by a data centre', () => {
  const client = new DataCentreClient(2, Buffer.alloc(16, 1));
  expect(() => new DataCentre().push(client.firstFlight())).toThrow('tag');
});

test('bytes without a transport tag are refused', () => {
  expect(() => new DataCentre().push(Buffer.alloc(64, 7))).toThrow('tag');
});

test('a POST is answered by HTTP, as data centres do on all their ports', () => {
  const centre = new DataCentre();
  expect(centre.push(Buffer.from('POST / HTTP/1.1\r\n'))).toBeNull();
  expect(centre.push(Buffer.from('Host: x\r\n\r\n'))?.toString('latin1')).toMatch(/^HTTP\/1\.1 404 /);
});
