/** The address of a PAC that only we serve: loopback, and a path of 128 random bits. */
const OUR_PAC = /^http:\/\/127\.0\.0\.1:\d{1,5}\/[0-9a-f]{32}\/proxy\.pac(?:\?.*)?$/;

/** Whether a setting was made by Footbridge, even where nothing was recorded of it. */
export function isOurPac(value: string | null | undefined): boolean {
  return value !== null && value !== undefined && OUR_PAC.test(value);
}
