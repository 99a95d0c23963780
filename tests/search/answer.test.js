"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { search, listed, PAGES, questions, TABLE } = require("./engine.js");

const more = { asked: questions([["a warning came in", [2]], ["nicked phone", [0]]], [0]), danger: [2], pinned: [[3, ["what does * mean"]]] };
const index = search.build(listed(PAGES, more));
const table = search.meaning.load(TABLE);
const answer = (typed, who, known) => search.answer(index, typed, who || "", known || null);
const first = (...asked) => answer(...asked).pages[0].page.url;

test("by words alone, without the table", () => assert.equal(first("threat at school"), "threats/"));
test("by meaning where words do not lead", () => {
  assert.deepEqual(answer("mobile qqxyzzy").pages, []);
  assert.equal(first("mobile qqxyzzy", "", table), "phones/");
});
test("what is asked as a page is known to be asked, though no page says so", () => {
  assert.equal(first("warning about some nicked thing"), "phones/");
  assert.equal(first("my phone was nicked qqxyzzy"), "phones/");
});
test("one word is left to the words", () => assert.deepEqual(answer("mobile", "", table).pages, []));
test("the reader's own pages come first", () => {
  const both = search.build(listed([["a/", "Rows", "row", { audience: ["staff"] }], ["b/", "Rows", "row", { audience: ["pupils"] }]]));
  assert.equal(search.answer(both, "rows", "staff", null).pages[0].page.url, "a/");
  assert.equal(search.answer(both, "rows", "pupils", null).pages[0].page.url, "b/");
});
test("a page that the wording asks for", () => assert.equal(first("what does troll mean"), "glossary/"));
test("danger is told for pages of danger and for its known questions", () => {
  assert.equal(answer("threats").danger, true);
  assert.equal(answer("a warning came in").danger, true);
  assert.equal(answer("lost phone").danger, false);
});
test("words to mark", () => assert.deepEqual([...answer("lost phones ").lit], ["lost", "phon"]));
test("names of what every object has are words like others", () => assert.deepEqual(answer("__proto__ constructor", "", table).pages, []));
