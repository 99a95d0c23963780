"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { search } = require("./engine.js");

for (const [typed, read] of [
  ["What’s APP's, Café", ["whats", "apps", "cafe"]],
  ["N.S.P.C.C. and I.W.F", ["nspcc", "and", "iwf"]],
  ["ring 0800 1111 or 0800  11 11, 116 123", ["ring", "08001111", "or", "08001111", "116123"]],
  ["in 2026 30 November", ["in", "2026", "30", "november"]],
  ["<b>x</b>", ["b", "x", "b"]],
  ["", []],
]) {
  test(`words of ${typed}`, () => assert.deepEqual(search.words(typed), read));
}

for (const alike of [["bully", "bullied", "bullying", "bullies"], ["share", "shared", "sharing", "shares"], ["child", "childs"], ["stop", "stopped", "stops"]]) {
  test(`one form of ${alike}`, () => assert.equal(new Set(alike.map(search.stem)).size, 1));
}

test("different words stay apart", () => assert.equal(new Set(["bus", "news", "gas", "his", "u18", "year6"].map(search.stem)).size, 6));

for (const [a, b, far] of [["nude", "nude", 0], ["nudez", "nudes", 1], ["form", "from", 1], ["whatsap", "whatsapp", 1], ["cat", "horse", 3], ["", "ab", 2]]) {
  test(`${a} and ${b} are ${far} slips apart`, () => assert.equal(search.slips(a, b, 2), far));
}

test("readers' spellings become the handbook's", () => {
  const respell = search.speller({ "year N": ["yr N", "y N"], "under N": ["u N"] });
  for (const typed of ["yr6", "y6", "yr 6", "Year 6"]) assert.deepEqual(respell(typed), ["year", "6"]);
  assert.deepEqual(respell("u18s u18"), ["u18s", "under", "18"]);
  assert.deepEqual(respell("my 6"), ["my", "6"]);
  assert.deepEqual(respell(" ?! "), []);
});

test("phrases with gaps", () => {
  const says = search.saying(["what does * mean", "co uk"]);
  assert.ok(says.test(" what does a troll mean "));
  assert.ok(says.test(" x co uk "));
  assert.ok(!says.test(" mean girls "));
});
