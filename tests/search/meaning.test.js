"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { search, TABLE } = require("./engine.js");

const table = search.meaning.load(TABLE);
const nearest = (...words) => {
  const { pages } = search.meaning.closeness(table, words);
  return pages.indexOf(Math.max(...pages));
};

test("the page on which a word lies", () => {
  assert.equal(nearest("phone"), 0);
  assert.equal(nearest("bullying"), 1);
});
test("another form of a word, beside one that nobody knows", () => assert.equal(nearest("phones", "qqxyzzy"), 0));
test("the mean is nought and the deviation one", () => {
  const { pages } = search.meaning.closeness(table, ["phone"]);
  assert.ok(Math.abs(pages.reduce((sum, one) => sum + one, 0)) < 1e-6);
  assert.ok(Math.abs(pages.reduce((sum, one) => sum + one * one, 0) / pages.length - 1) < 1e-6);
});
test("who asks", () => {
  const { readers } = search.meaning.closeness(table, ["son", "bully"]);
  assert.ok(readers.parents > 0.9 && Math.abs(readers.parents + readers.staff - 1) < 1e-6);
});
test("nothing known", () => assert.equal(search.meaning.closeness(table, ["qqxyzzy"]), null));
