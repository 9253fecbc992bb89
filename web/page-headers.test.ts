import { expect, test } from 'vitest';
import { pageHeaders } from './page-headers.ts';

const features = (pageHeaders('127.0.0.1:1')['Permissions-Policy'] ?? '').split(', ');

test('the page itself may ask for the camera, and nothing inside it', () => {
  expect(features.filter((feature) => feature.startsWith('camera='))).toEqual(['camera=(self)']);
});

test('nothing else that could be asked for is allowed to anybody', () => {
  const others = features.filter((feature) => !feature.startsWith('camera='));
  for (const name of ['microphone', 'display-capture', 'geolocation', 'usb', 'serial', 'hid'])
    expect(others).toContain(`${name}=()`);
  expect(others.filter((feature) => !/^[a-z-]+=\(\)$/.test(feature))).toEqual([]);
});
