import { describe, expect, it } from "vitest";
import { credentialLines } from "./credentials.ts";
import { passwordListLine } from "./password-lists.ts";

describe("a list of passwords", () => {
  it.each<[string, string[], number]>([
    ["of a shell's here-document", ["#!/bin/sh", "chpasswd << EOF", "root:hunter2", "EOF"], 3],
    ["of one with quotes, in another root", ["+ chroot /target chpasswd <<-'END'", "\troot:hunter2", "END"], 2],
    ["of one behind another's placeholder", ["chpasswd <<EOF", "me:$PASSWORD", "root:hunter2", "EOF"], 3],
    ["of cloud-init", ["#cloud-config", "chpasswd:", "  expire: false", "  list: |", "    root:hunter2"], 5],
    ["of cloud-init, as YAML's list", ["chpasswd:", "  list:", "    - root:RANDOM", "    - debian:hunter2"], 4],
    ["after one that has none", ["chpasswd <<EOF", "me:$A", "EOF", "chpasswd <<EOF", "root:hunter2", "EOF"], 5],
  ])("is seen: %s", (_of, lines, line) => {
    expect(passwordListLine(lines.join("\n"))).toBe(line);
    expect(credentialLines(lines.join("\n"))).toEqual([{ line, rule: "password in a list" }]);
  });

  it.each<[string, string[]]>([
    ["a list of variables", ["chpasswd <<EOF", "root:$PASSWORD", "me:${OTHER}", "EOF"]],
    ["a list that cloud-init makes", ["chpasswd:", "  list: |", "    root:RANDOM", "    debian:R"]],
    ["what the command says", ["chpasswd: user password updated", "root:x:0:0:root:/root:/bin/bash"]],
    ["a command without a list", ["chpasswd < list", "root:hunter2"]],
  ])("is none: %s", (_what, lines) => {
    expect(passwordListLine(lines.join("\n"))).toBeUndefined();
  });

  it("takes a moment to look for in a long text", () => {
    const text = `${"chpasswd:\n  list: |\n".repeat(5_000)}${"chpasswd <<EOF\n".repeat(5_000)}${"a:b\n".repeat(20_000)}`;
    expect(passwordListLine(text)).toBeUndefined();
  });
});
