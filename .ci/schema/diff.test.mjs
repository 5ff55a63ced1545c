// The difference is found where there is one: each case breaks a small schema on purpose.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";

const released = "type Query { posts(first: Int): [Post!]! } type Post { title: String! state: State } enum State { DRAFT LIVE }";
const name = (change, reason = "nobody has read it since 2026") => ({ change, reason });

for (const [what, now, named, fails, says] of [
  ["nothing", released, [], false, "0 changes"],
  ["an addition", released.replace("title", "lead: String title"), [], false, "0 of them breaking"],
  ["a field goes", released.replace("title: String!", ""), [], true, "not named: FIELD_REMOVED Post.title"],
  ["a field goes, as named", released.replace("title: String!", ""), [name("FIELD_REMOVED Post.title")], false, "nobody has read it"],
  ["a field goes, named without a reason", released.replace("title: String!", ""), [name("FIELD_REMOVED Post.title", "")], true, "without a reason"],
  ["a field may be null", released.replace("String!", "String"), [], true, "FIELD_TYPE_CHANGED Post.title"],
  ["an argument is required", released.replace("first: Int", "first: Int!"), [], true, "FIELD_ARGUMENT_TYPE_CHANGED Query.posts.first"],
  ["an enum value goes", released.replace("DRAFT ", ""), [], true, "ENUM_VALUE_REMOVED State.DRAFT"],
  ["another is named", released.replace("DRAFT ", ""), [name("FIELD_REMOVED Post.title")], true, "but it is not: FIELD_REMOVED Post.title"],
  ["an old name stays behind", released, [name("FIELD_REMOVED Post.title")], true, "but it is not"],
]) {
  test(what, () => {
    const folder = mkdtempSync(join(tmpdir(), "schema-"));
    try {
      const files = [["released", released], ["now", now], ["named", JSON.stringify(named)]].map(([file, text]) => {
        writeFileSync(join(folder, file), text);
        return join(folder, file);
      });
      const run = spawnSync(process.execPath, [new URL("diff.mjs", import.meta.url).pathname, ...files], { encoding: "utf8" });
      assert.equal(run.status, fails ? 1 : 0, run.stdout + run.stderr);
      assert.ok(run.stdout.includes(says), run.stdout);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
