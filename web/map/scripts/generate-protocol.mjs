// Writes src/protocol.ts from the JSON Schema that `taoyuan schema` prints.
//
//   uv run taoyuan schema | npm run protocol            reads standard input
//   npm run protocol -- schema.json                     reads a file
//   npm run --silent protocol -- schema.json -          writes to standard output instead
//
// The same schema gives the same bytes, so that a test can tell when the committed file is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const TARGET = fileURLToPath(new URL("../src/protocol.ts", import.meta.url));
const BANNER = `// The wire protocol. GENERATED from web/messages.py by scripts/generate-protocol.mjs: do not edit.
//
// Renew it with \`taoyuan schema | npm run protocol\` in web/map.

/** A place on the map in tiles, [x, y], origin top left. */
export type Tile = [number, number];
`;

/** The version that this page speaks, and the longest words that it may send. */
function constantsOf(schema) {
  const limits = schema.$defs.ChatSay.properties.text;
  return [
    "/** What `welcome.protocol` says when village and page understand each other. */",
    `export const PROTOCOL_VERSION = ${schema["x-protocol-version"]};`,
    "/** The longest thing that a visitor can say at once. */",
    `export const MAXIMUM_CHAT_CHARACTERS = ${limits.maxLength};`,
    "",
  ].join("\n");
}

/** The generator knows tuples only in their older spelling, and would name a type after every property's title. */
function simplified(node, isDefinition = false) {
  if (Array.isArray(node)) return node.map((item) => simplified(item));
  if (node === null || typeof node !== "object") return node;
  const { prefixItems, discriminator, default: _default, maxItems, minItems, ...rest } = node;
  if (!isDefinition && typeof rest.title === "string") delete rest.title;
  if (isTile(prefixItems)) return { tsType: "Tile", ...described(rest) };
  if (prefixItems) Object.assign(rest, { items: prefixItems, minItems, maxItems });
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, simplifiedMember(key, value)]));
}

function simplifiedMember(key, value) {
  if (key !== "$defs" && key !== "properties") return simplified(value);
  const isDefinition = key === "$defs";
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, simplified(schema, isDefinition)]));
}

function isTile(prefixItems) {
  return prefixItems?.length === 2 && prefixItems.every((item) => item.type === "integer");
}

function described({ description }) {
  return description ? { description } : {};
}

/** Every definition by name, in alphabetical order; the root only holds them together. */
function sorted(schema) {
  const entries = Object.entries(schema.$defs).sort(([left], [right]) => (left < right ? -1 : 1));
  const named = entries.map(([name, definition]) => [name, { ...definition, title: name }]);
  return { ...schema, title: "AnyMessage", $defs: Object.fromEntries(named) };
}

async function generate(text) {
  const published = JSON.parse(text);
  const schema = simplified(sorted(published), true);
  const bannerComment = BANNER + constantsOf(published);
  const options = { additionalProperties: false, bannerComment, style: { printWidth: 110 } };
  return compile(schema, "AnyMessage", options);
}

const [source = "-", target = TARGET] = process.argv.slice(2);
const output = await generate(readFileSync(source === "-" ? 0 : source, "utf8"));
if (target === "-") process.stdout.write(output);
else writeFileSync(target, output);
