// Writes the hashes of the page's script and style into its Content-Security-Policy:
//   node seal.mjs           after every change of index.html
//   node seal.mjs --check   exit code 1 if that was forgotten
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const page = new URL("index.html", import.meta.url);
const text = readFileSync(page, "utf8");
const hashOf = (tag) => {
  const content = text.slice(text.indexOf(`<${tag}>`) + tag.length + 2, text.indexOf(`</${tag}>`));
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
};
const policy = `default-src 'none'; script-src ${hashOf("script")}; style-src ${hashOf("style")}`;
const sealed = text.replace(/(http-equiv="Content-Security-Policy" content=")[^"]*"/, `$1${policy}"`);
if (process.argv[2] === "--check") {
  if (sealed !== text) {
    console.error("index.html was changed and not sealed: node seal.mjs");
    process.exit(1);
  }
} else {
  writeFileSync(page, sealed);
}
