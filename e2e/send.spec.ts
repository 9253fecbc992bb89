import { expect, type Page } from '@playwright/test';
import { buildReport } from '../core/report/build.ts';
import { FALSIFIED, FINE, MUTE, NETWORK } from '../core/report/testing/records.ts';
import { sourceOf } from '../core/testing/report-source.ts';
import { axeFindings } from './axe.ts';
import { callsOf, test } from './living.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('what is to be saved is looked at, chosen, saved and copied, and nothing is sent', async ({
  page,
  open,
}) => {
  await open('send');
  await expect(page.getByText('N00 W01 T02 S00 K').first()).toBeVisible();
  await page.getByText('See whom it asks').click();
  await expect(page.getByText('turn3.voip.signal.org')).toBeVisible();
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect.poll(async () => (await callsOf(page)).map(({ command }) => command)).toContain('lookCloser');
  await page.getByText('measurements.jsonl').click();
  await expect(page.getByRole('region', { name: 'measurements.jsonl' })).toContainText('10.10.34.34');
  await page.getByRole('switch', { name: 'What Footbridge did, and when' }).click();
  await page.getByRole('switch', { name: 'Say which country I am in' }).click();
  await page.getByRole('textbox').fill('Rostelecom');
  await page.getByRole('button', { name: 'Save the report' }).click();
  await expect(page.getByText('The report is saved.')).toBeVisible();
  const parts = ['report.html', 'measurements.jsonl'];
  const wish = { language: 'en', parts, tellsCountry: true, operator: 'Rostelecom' };
  const calls = await callsOf(page);
  expect(calls.at(-1)).toEqual({ command: 'saveReport', args: wish });
  expect(calls.filter(({ command }) => command === 'previewReport').at(-1)?.args).toEqual(wish);
  await page.getByRole('button', { name: 'Copy' }).nth(1).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('2. WhatsApp (Messages');
});

/** 210 mm less twice 16 mm, at 96 to the inch. */
const A4_TEXT_PX = Math.floor(((210 - 2 * 16) / 25.4) * 96);

/** What is wider than the page, or than the box it stands in. Playwright asks the page by its own means, scripts or not. */
function stickingOut(page: Page): Promise<readonly string[]> {
  return page.locator('body, body *').evaluateAll((all) =>
    all
      .filter((one) => {
        const { left, right, width } = one.getBoundingClientRect();
        const isOutside = left < -1 || right > document.documentElement.clientWidth + 1;
        return width > 0 && (isOutside || one.scrollWidth > one.clientWidth + 1) && one.clientWidth > 0;
      })
      .map(({ outerHTML }) => outerHTML.slice(0, 120)),
  );
}

test('the report’s page reads without scripts, prints on A4, and axe finds nothing in it', async ({
  browser,
}) => {
  const { files } = buildReport(sourceOf({ records: [NETWORK, FALSIFIED, MUTE, FINE] }, undefined, 'fa'));
  const html = files.find(({ name }) => name === 'report.html')?.text ?? '';
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
  });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', ({ url }) => asked.push(url()));
  await page.setContent(html);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(2);
  await page.getByRole('link', { name: '2.1' }).first().click();
  await expect(page.locator('#step-2-1')).toBeInViewport();
  expect(asked.filter((url) => !url.startsWith('about:'))).toEqual([]);
  // A4 without the page's margins: nothing sticks out to the side, where paper cannot be scrolled.
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 30, height: 1000 });
  expect(await stickingOut(page)).not.toEqual([]);
  await page.setViewportSize({ width: A4_TEXT_PX, height: 1000 });
  expect(await stickingOut(page)).toEqual([]);
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 59\d(?:\.\d+)? 84\d/);
  await context.close();
  const looked = await browser.newPage();
  await looked.setContent(html.replace(/<meta http-equiv[^>]*>/, ''));
  expect(await axeFindings(looked)).toEqual([]);
  await looked.close();
});
