// Compares the schema with the released one and fails on a breaking change that breaking.json does not name, and on a
// named one that is none any more. Usage: node diff.mjs RELEASED.graphql NOW.graphql BREAKING.json
import { readFileSync } from "node:fs";
import { CriticalityLevel, diff } from "@graphql-inspector/core";
import { buildSchema } from "graphql";

const [released, now, named] = process.argv.slice(2).map(file => readFileSync(file, "utf8"));
const accepted = new Map(JSON.parse(named).map(({ change, reason }) => [change, reason]));
const changes = await diff(buildSchema(released), buildSchema(now));

const key = c => `${c.type} ${c.path}`;
const at = level => changes.filter(c => c.criticality.level === level);
const breaking = at(CriticalityLevel.Breaking), dangerous = at(CriticalityLevel.Dangerous);

const list = (title, lines) => lines.length && console.log(`${title}\n${lines.map(l => `  ${l}`).join("\n")}`);
list("Dangerous for some clients, not counted as breaking:", dangerous.map(c => c.message));
list("Breaking, and named as such:", breaking.filter(c => accepted.has(key(c))).map(c => `${key(c)}: ${accepted.get(key(c))}`));

const problems = [
  ...breaking.filter(c => !accepted.has(key(c))).map(c => `breaking, and not named: ${key(c)} (${c.message})`),
  ...[...accepted.keys()].filter(k => !breaking.some(c => key(c) === k)).map(k => `named as breaking, but it is not: ${k}`),
  ...[...accepted].filter(([, reason]) => typeof reason !== "string" || reason.trim().length < 10).map(([k]) => `named without a reason: ${k}`),
];
list("Breaking changes have to be named with a reason in .ci/schema/breaking.json:", problems);
console.log(`${changes.length} changes since the release, ${breaking.length} of them breaking`);
process.exitCode = problems.length > 0 ? 1 : 0;
