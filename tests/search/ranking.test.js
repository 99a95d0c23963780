"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { search, listed, PAGES, questions } = require("./engine.js");

const index = search.build(listed(PAGES, { asked: questions([["somebody nicked it", [0]]]) }));
const ranked = (typed) => search.rank(index, search.asked(index, typed));
const urls = (typed) => ranked(typed).map((one) => one.page.url);

test("a title counts more than a text", () => assert.equal(urls("phones ")[0], "phones/"));
test("the section that has the words comes first", () => assert.equal(ranked("lost phone ")[0].hits[0].section.url, "phones/#lost"));
test("a page weighs what its author says", () => {
  const light = search.build(listed([["a/", "Same thing", "words"], ["b/", "Same thing", "words", { boost: 2 }]]));
  assert.deepEqual(search.rank(light, search.asked(light, "same ")).map((one) => one.page.url), ["b/", "a/"]);
});
test("a known question leads to its page, and is not shown", () => {
  const [first] = ranked("nicked ");
  assert.equal(first.page.url, "phones/");
  assert.ok(first.hits.length && first.hits.every((hit) => hit.section.text !== undefined));
});
test("nothing is found for what nobody wrote", () => assert.deepEqual(urls("qqxyzzy "), []));
