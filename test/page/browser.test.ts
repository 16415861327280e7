import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageAssets } from '../../cli/run/page-assets.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { renderPage } from '../../lib/report/page/page.ts';
import { HOSTILE } from '../report/hostile-plan.ts';
import { manyChanges } from './many-changes.ts';

const CHROMIUM = '/usr/bin/chromium';
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];

const folder = mkdtempSync(join(tmpdir(), 'kcdk-page-'));
let browser: Browser;
/** What the browser complained about, or asked for, since it was looked at. */
let complaints: string[] = [];

async function open(name: string, plan: PlanDocument, options: object = {}): Promise<Page> {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, renderPage(plan, await pageAssets()));
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push(request.url());
  });
  await page.goto(pathToFileURL(file).href);
  await page.locator('.row').first().waitFor();
  return page;
}

const statusOf = (page: Page) => page.locator('.status').textContent();
const selectedOf = (page: Page) => page.locator('.row[aria-selected="true"] .title').textContent();

describe.skipIf(!existsSync(CHROMIUM))('the report page in Chromium', () => {
  let page: Page;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
    page = await open('many', manyChanges(10_000));
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('holds 10,000 changes and draws those in sight', async () => {
    expect(await statusOf(page)).toBe('10,000 changes');
    expect(await page.locator('.row').count()).toBeLessThan(60);
    expect(await page.evaluate('document.documentElement.scrollHeight')).toBe(800);
    await page.locator('.list').focus();
    await page.keyboard.press('End');
    expect(await selectedOf(page)).toBe('Application argocd/app-9999');
    expect(await page.locator('.detail h2').textContent()).toContain('argocd/app-9999');
    await page.keyboard.press('Home');
    await page.keyboard.press('j');
    expect(await selectedOf(page)).toBe('Application argocd/app-1');
  });

  test('searches and filters', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('org:payments app-97');
    await expect.poll(() => statusOf(page)).toBe('28 of 10,000 changes');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await statusOf(page)).toBe('10,000 changes');
    await page.locator('[data-action=delete]').click();
    expect(await statusOf(page)).toBe('1,666 of 10,000 changes');
    await page.locator('.tree .label', { hasText: /^retail$/ }).click();
    expect(await statusOf(page)).toBe('833 of 10,000 changes');
    await page.keyboard.press('Escape');
  });

  test('shows fields, and old beside new', async () => {
    await page.locator('.row').nth(1).click();
    expect(await page.locator('.diff .remove').first().textContent()).toBe('- spec.source.targetRevision: "1.2.3"');
    await page.keyboard.press('s');
    expect(await page.locator('.sides td.remove').first().textContent()).toBe('"1.2.3"');
    expect(await page.locator('.sides td.add').first().textContent()).toBe('"1.3.1"');
    expect(await page.locator('.detail dd').first().textContent()).toBe('acme/payments/fra1-payments/app-1');
  });

  test('walks through the tree and the tabs by keys', async () => {
    await page.locator('.tree li').first().focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    expect(await statusOf(page)).toBe('2,500 of 10,000 changes');
    await page.keyboard.press('2');
    expect(await page.locator('.card.destructive .summary').textContent()).toContain('deletes what it runs');
    await page.locator('.card .link').click();
    expect(await selectedOf(page)).toBe('Application argocd/app-4');
    await page.keyboard.press('3');
    expect(await page.locator('.graph rect').count()).toBe(2);
    await page.keyboard.press('1');
  });

  test('prints every change that passes the filters', async () => {
    await page.locator('.search').fill('app-999');
    await expect.poll(() => statusOf(page)).toBe('11 of 10,000 changes');
    await page.pdf();
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator('.paper .printed').count()).toBe(11);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await page.locator('.paper').count()).toBe(0);
  });

  test('is dark where it is wanted', async () => {
    const colour = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await colour()).toBe('rgb(13, 17, 23)');
    await page.locator('[aria-label="Light or dark"]').click();
    expect(await colour()).toBe('rgb(255, 255, 255)');
  });

  test('fits a phone', async () => {
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 390, height: 780 });
    const width = () => page.evaluate('document.documentElement.scrollWidth');
    expect(await width()).toBe(390);
    await page.locator('.row').nth(2).click();
    expect(await page.locator('.back').isVisible()).toBe(true);
    expect(await width()).toBe(390);
    await page.locator('.back').click();
    expect(await page.locator('.detail').isVisible()).toBe(false);
  });

  test('never complained, and asked nobody', () => {
    expect(complaints).toEqual([]);
  });

  test('shows hostile texts and runs none of them', async () => {
    const hostile = HOSTILE.join(' ');
    const plan = manyChanges(20, '</script><img src=x onerror=alert(1)>');
    const resource_changes = plan.resource_changes.map((change) => ({
      ...change,
      repository: hostile,
      path: hostile,
      resource: { ...change.resource, name: hostile },
    }));
    complaints = [];
    const other = await open('hostile', { ...plan, resource_changes });
    await other.locator('.row').first().click();
    expect(await other.locator('h1 span').textContent()).toBe('</script><img src=x onerror=alert(1)>');
    expect(await other.locator('.detail h2').textContent()).toContain('</script><script>alert(1)</script>');
    expect(await other.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
    const ran = await other.evaluate(`(() => {
      try {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.body.append(script);
      } catch {}
      return window.ran === true;
    })()`);
    expect(ran).toBe(false);
    expect(complaints.length).toBeGreaterThan(0);
  });
});
