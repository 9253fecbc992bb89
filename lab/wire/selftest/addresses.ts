/** Where the self-test's world listens. */
export const ORIGIN = '157.240.1.60';
export const SECOND_ORIGIN = '157.240.1.61';
export const ORIGIN6 = '2a03:2880::60';
export const RESOLVER = '9.9.9.9';
export const ISP_RESOLVER = '78.36.12.53';
export const PORTAL = { ipv4: '78.36.12.80', port: 8080 } as const;
export const BOX = { ipv4: '78.36.12.66', port: 8443 } as const;

export const ALL = [ORIGIN, SECOND_ORIGIN, ORIGIN6, RESOLVER, ISP_RESOLVER, PORTAL.ipv4, BOX.ipv4];
