// `npm run proof:screens`: every scene of the gallery in every theme, direction and size: a quarter of an hour.
process.env.FOOTBRIDGE_ALL_SCREENS = '1';
process.argv.push('screens-a11y');
await import('./e2e.mjs');
