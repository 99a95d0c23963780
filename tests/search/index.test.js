"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { search, listed, PAGES, questions } = require("./engine.js");

const index = search.build(listed(PAGES, { asked: questions([["nicked phone", [0]]]) }));
const meant = (typed) => search.asked(index, typed).wanted.map((one) => [...one.found.keys()]);

test("text is unpacked and can be read", () => assert.equal(index.sections[1].text, "Tell the office about it & ring it."));
test("pages hold their sections", () => assert.deepEqual(index.pages.map((page) => page.sections.filter((one) => !one.asked).length), [2, 1, 1, 2]));
test("a known question is a section that nobody sees", () => assert.equal(index.pages[0].sections[2].asked, true));
test("little words are left out unless there are no others", () => {
  assert.deepEqual(search.asked(index, "is my phone").kept, ["phone"]);
  assert.ok(meant("the ").flat().includes("the"));
});
test("another form of a word", () => assert.deepEqual(meant("bullies "), [["bully"]]));
test("the beginning of the word being typed", () => assert.ok(meant("glos")[0].includes("glossary")));
test("a slip of the keys is told", () => {
  const asked = search.asked(index, "thraets ");
  assert.deepEqual([...asked.wanted[0].found.keys()], ["threat"]);
  assert.equal(asked.guessed.get("thraets"), "threats");
});
test("two words that are one here", () => assert.ok(meant("whats app ").flat().includes("whatsapp")));
test("one word that is two here", () => assert.deepEqual(search.asked(index, "selfharm").typed, ["self", "harm"]));
test("a reader's spelling", () => assert.deepEqual(search.asked(index, "yr6").typed, ["year", "6"]));
test("nothing known", () => assert.deepEqual(meant("qqxyzzy "), [[]]));
test("a known question is read as readers spell", () => {
  const known = search.build(listed(PAGES, { asked: questions([["yr 6 threats", [2]]], [0]) }));
  assert.equal(known.names.get("year 6 threat")[0].danger, true);
});
test("a section's address begins at its page's", () => {
  assert.equal(index.sections[1].url, "phones/#lost");
  assert.equal(index.sections[5].url, "glossary/#troll");
});
