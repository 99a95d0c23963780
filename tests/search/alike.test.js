"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { search, listed, PAGES, questions } = require("./engine.js");

const asked = questions([["nicked phone", [0]], ["nicked bike", [0, 1]], ["warning came", [2]], ["warning phone", [2]]]);
const index = search.build(listed(PAGES, { asked }));
const close = (...words) => search.alike.closeness(index.known, words);
const first = (...words) => close(...words).indexOf(Math.max(...close(...words)));

test("the page that is asked so most", () => {
  assert.equal(first("nicked"), 0);
  assert.equal(first("warning"), 2);
});
test("a rare word leads further than a common one", () => assert.equal(first("bike", "phone"), 1));
test("a page that shares a question has less of it", () => {
  const share = (page) => index.known.pages[page].get("bik");
  assert.ok(share(0) > 0 && Math.abs(share(0) - share(1)) < 1e-9);
  assert.ok(share(1) < index.known.pages[2].get("cam"));
});
test("another form of a word", () => assert.equal(first("warnings"), 2));
test("the mean is nought, and nothing known is nought everywhere", () => {
  assert.ok(Math.abs(close("phone").reduce((sum, one) => sum + one, 0)) < 1e-6);
  assert.deepEqual(new Set(close("qqxyzzy")), new Set([0]));
});
