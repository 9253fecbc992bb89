// The one program that the files people double-click run: the page in a browser, or with words the command line.
const [word] = process.argv.slice(2);
const isPage = word === undefined || word === '--no-open' || /^--port(?:=|$)/.test(word);
require(isPage ? './dist/web.cjs' : './dist/footbridge.cjs');
