// Opens the page in headless Chromium, from its file, and asks it about every case that the tests of
// Minga left; then uses it as a person would:
//   node test.mjs DIR...    each with a cases.jsonl, as under node/target/attacks
// CHROMIUM names the browser (/usr/bin/chromium unless said); SCREENSHOT a file for a picture.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

/** More bytes are not handed over for one case; the largest ledger goes in by the folder chooser. */
const MOST = 500_000;
const page = new URL("index.html", import.meta.url);
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
let wrong = 0;
const check = (holds, words) => {
  if (!holds) { wrong++; console.error(words); }
};

const filesBelow = (directory) =>
  readdirSync(directory, { recursive: true }).map((name) => join(directory, name)).filter((file) => statSync(file).isFile());

/** The files of a case, by the names that a person would drop them under. */
function given(directory, args) {
  const files = {}, options = {};
  const read = (name) => readFileSync(join(directory, name)).toString("base64");
  for (let i = 0; i < args.length; i += 2) {
    const [option, value] = [args[i], args[i + 1]];
    if (option === "-policy") files.policy = read(value);
    if (option === "-proof") files["a.tlog-proof"] = read(value);
    if (option === "-entry") options.entry = read(value);
    if (option === "-old") options.earlier = read(value);
    if (option === "-index") options.index = value;
    if (option === "-not-after") options.notAfter = Date.parse(value);
    if (option === "-bundle") files[value] = read(value);
    if (option === "-federation-id") options.federation = value;
    if (option === "-roster-hash") options.roster = value;
    if (option === "-dir") {
      for (const file of filesBelow(join(directory, value))) {
        files["ledger/" + relative(join(directory, value), file)] = readFileSync(file).toString("base64");
      }
    }
  }
  return { files, options };
}

const ask = (tab, given) => tab.evaluate(async ({ files, options }) => {
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  for (const name of ["entry", "earlier"]) if (options[name] !== undefined) options[name] = bytes(options[name]);
  return verifyFiles(new Map(Object.entries(files).map(([name, text]) => [name, bytes(text)])), options);
}, given);

const tab = await browser.newPage();
const complaints = [];
tab.on("console", (message) => complaints.push(message.text()));
tab.on("pageerror", (error) => complaints.push(String(error)));
tab.on("request", (request) => check(request.url().startsWith("file:"), `the page asked for ${request.url()}`));
await tab.goto(page.href);

for (const directory of process.argv.slice(2)) {
  const cases = readFileSync(join(directory, "cases.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line));
  let asked = 0;
  for (const one of cases) {
    const what = given(directory, one.arguments);
    if (Object.values(what.files).reduce((sum, text) => sum + text.length, 0) > MOST) continue;
    asked++;
    const said = await ask(tab, what);
    check(one.reason === "any" ? !said.verified : said.reason === one.reason && said.verified === !one.reason,
      `${one.name}: must be "${one.reason || "verified"}", the page says "${said.reason}": ${said.sentence}`);
  }
  check(asked > 0, `no case in ${directory}`);
  console.log(`${directory}: ${asked} cases, ${wrong} on which the page differs so far`);
}

/** What the page says after a person chose these and pressed Verify. */
async function chosen(inputs) {
  for (const [selector, value] of inputs) {
    if (selector === "#federation" || selector === "#roster") await tab.fill(selector, value);
    else await tab.setInputFiles(selector, value);
  }
  await tab.click("button");
  await tab.waitForFunction(() => !/^(Nothing|Verifying)/.test(document.getElementById("verdict").textContent), null, { timeout: 120_000 });
  const said = await tab.textContent("#verdict");
  await tab.evaluate(() => { document.getElementById("verdict").textContent = "Nothing was verified yet."; });
  return said;
}

const attacks = dirname(process.argv[2]);
const whole = join(attacks, "sizes", "of-70000");
const policy = join(attacks, "sizes", "policy");
let said = await chosen([["#folder", whole], ["#files", policy]]);
check(said.startsWith("Verified: the 70000 entries of"), `a folder and its policy: ${said}`);
said = await chosen([["#files", [join(attacks, "table", "proof-that-brings-its-entry", "a.tlog-proof"), policy]]]);
check(said.startsWith("Verified: this is entry 77 of"), `a proof and its policy: ${said}`);
said = await chosen([["#folder", whole]]);
check(said === "NOT verified: the policy is not among the files.", `a folder alone: ${said}`);
const bundle = fileURLToPath(new URL("../../../federation/src/test/resources/fuzz/bundle/whole", import.meta.url));
said = await chosen([["#files", bundle], ["#federation", "0".repeat(64)]]);
check(said === "NOT verified: the charter is of another federation than your paper says.", `another's bundle: ${said}`);
const id = await tab.evaluate(async (text) => {
  const part = readZip(Uint8Array.from(atob(text), (c) => c.charCodeAt(0))).get("charter");
  return hex(await sha256(fields(part).text(1)));
}, readFileSync(bundle).toString("base64"));
const nobodys = await tab.evaluate(async ({ text, id }) => {
  const parts = [...readZip(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)))], reasons = [];
  for (const name of ["ledger", "book", "ledger/nobody", "book/nobody/signed"]) {
    const more = [...parts, [name, new Uint8Array()]].sort(([a], [b]) => (a < b ? -1 : 1));
    reasons.push((await verifyFiles(new Map([["bundle", writeZip(new Map(more))]]), { federation: id })).reason);
  }
  return reasons.join();
}, { text: readFileSync(bundle).toString("base64"), id });
check(nobodys === "bundle,bundle,bundle,bundle", `parts of nobody: ${nobodys}`);
said = await chosen([["#files", bundle], ["#federation", id]]);
check(/^Verified: the \d+ entries of the bundle's \d+ trees/.test(said), `a bundle: ${said}`);
console.log(said);
said = await chosen([["#files", bundle], ["#federation", id], ["#roster", id]]);
check(said.startsWith("Verified: "), `a bundle and its roster: ${said}`);
said = await chosen([["#files", bundle], ["#federation", id], ["#roster", "0".repeat(64)]]);
check(/^NOT verified: the bundle comes to roster/.test(said), `another roster: ${said}`);
await chosen([["#files", bundle], ["#federation", id]]);
check(await tab.evaluate(() => document.querySelectorAll("input").length === [...document.querySelectorAll("input")].filter((input) => input.labels.length).length), "an input has no label");
check((await tab.getAttribute("#verdict", "role")) === "status", "the verdict is not announced");
if (process.env.SCREENSHOT) {
  await chosen([["#folder", whole], ["#files", policy]]);
  await tab.evaluate(() => show({ verified: false, reason: "root", sentence: "NOT verified: the entries do not come to the root that was signed." }));
  await tab.screenshot({ path: process.env.SCREENSHOT, fullPage: true });
}
// RFC 6979, appendix A.2.5: the second vector's s is above half the order, so only its other form counts.
const roots = await tab.evaluate(async () => {
  const bytes = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
  const key = bytes("0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6" +
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
  const test = bytes("f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367" +
    "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083");
  const r = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
  const s = 0xf7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8n;
  const form = (number) => bytes(r + number.toString(16).padStart(64, "0"));
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const off = key.slice();
  off[64] ^= 1;
  const text = (words) => new TextEncoder().encode(words);
  return Promise.all([
    rootVerifies(key, text("test"), test), rootVerifies(key, text("sample"), form(order - s)),
    rootVerifies(key, text("tesu"), test), rootVerifies(key, text("sample"), form(s)),
    rootVerifies(key, text("test"), test.slice(0, 63)), rootVerifies(off, text("test"), test)]);
});
check(roots.join() === "true,true,false,false,false,false", `root keys on P-256: ${roots}`);
check(complaints.length === 0, `the browser complains: ${complaints.join("; ")}`);
await browser.close();
process.exit(wrong ? 1 : 0);
