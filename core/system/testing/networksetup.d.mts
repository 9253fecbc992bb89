export interface NetworkService {
  name: string;
  url: string | null;
  auto: boolean;
  discovery: boolean;
  disabled?: boolean | undefined;
  refuses?: boolean | undefined;
  bypass?: string[] | undefined;
  webproxy: { server: string; port: number; on: boolean; password?: boolean };
  securewebproxy: { server: string; port: number; on: boolean };
  socksfirewallproxy: { server: string; port: number; on: boolean };
}

export interface NetworkServices {
  services: NetworkService[];
  needsPassword?: boolean;
}

/** Carries out one command on a state; its exit code and what it prints. */
export function networksetup(
  state: NetworkServices,
  words: readonly string[],
): { code: number; text: string };
