import type { Session } from 'electron';
import { isOurPage } from './app-origin.ts';

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
type RequestDetails = Parameters<RequestHandler>[3];
type CheckDetails = Parameters<CheckHandler>[3];

/** What our screens may do beyond showing themselves and looking for a code through the camera. */
const ALWAYS = 'clipboard-sanitized-write';
const CAMERA = 'media';

/** Whether our screens, shown at `page`, get a permission that is asked for: to copy, and the camera without sound. */
export function screenMayAsk(page: string, permission: string, details: RequestDetails): boolean {
  if (!isOurPage(page)) return false;
  return permission === ALWAYS || (permission === CAMERA && isCameraAlone(details));
}

/** The same for a permission of `origin` that is only looked up. */
export function screenMay(origin: string, permission: string, details: CheckDetails): boolean {
  if (!isOurPage(origin)) return false;
  if (permission === ALWAYS) return true;
  return permission === CAMERA && details.mediaType === 'video' && isOurTopFrame(details);
}

function isCameraAlone(details: RequestDetails): boolean {
  if (!('mediaTypes' in details) || !isOurTopFrame(details)) return false;
  return details.mediaTypes?.length === 1 && details.mediaTypes[0] === 'video';
}

interface Asking {
  readonly isMainFrame: boolean;
  readonly requestingUrl?: string;
  readonly securityOrigin?: string;
}

function isOurTopFrame({ isMainFrame, requestingUrl, securityOrigin }: Asking): boolean {
  if (!isMainFrame || requestingUrl === undefined || !isOurPage(requestingUrl)) return false;
  return securityOrigin === undefined || isOurPage(securityOrigin);
}
