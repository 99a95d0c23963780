/* Loads the search as a page does, and small lists and tables to try it on. */
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const FOLDER = path.join(__dirname, "../../overrides/assets/javascripts/search");
for (const name of ["words", "index", "ranking", "meaning", "alike", "answer"]) {
  vm.runInThisContext(fs.readFileSync(path.join(FOLDER, `${name}.js`), "utf8"), name);
}
const search = globalThis.handbookSearch;

/* Known questions as handbook/search/data.py writes them, from rows [what is asked, pages]; those at the numbers of danger are of danger. */
function questions(rows, danger = []) {
  const pieces = [...new Set(rows.flatMap(([ask]) => ask.split(" ")))].map((word) => ` ${word}`);
  const packed = (numbers) => numbers.map((number) => String.fromCharCode(32 + number)).join("");
  const text = rows.map(([ask]) => packed(ask.split(" ").map((word) => pieces.indexOf(` ${word}`))));
  return { pieces, text, pages: rows.map((row) => packed(row[1])), danger };
}

/* A list as handbook/search/index.py writes it, from rows [location, title, text, more]. */
function listed(rows, extra = {}) {
  const pieces = [];
  const pack = (text) =>
    text.replace(/ ?[A-Za-z']+|[^]/g, (piece) => {
      if (!pieces.includes(piece)) pieces.push(piece);
      return String.fromCharCode(32 + pieces.indexOf(piece));
    });
  const docs = { location: rows.map((row) => row[0].replace(/^.*#(troll)?/, "#")), title: rows.map((row) => pack(row[1])), text: rows.map((row) => pack(row[2])), more: {} };
  rows.forEach((row, number) => {
    if (row[3]) docs.more[number] = row[3];
  });
  return { pieces, docs, words: { left_out: ["my", "is", "the", "a", "i"], spelt: { "year N": ["yr N", "y N"] } }, asked: questions([]), danger: [], pinned: [], ...extra };
}

const PAGES = [
  ["phones/", "Phones", "Keep phones in a pouch.", { audience: ["staff"] }],
  ["phones/#lost", "A lost phone", "Tell the office about it &amp; ring it."],
  ["bullying/", "Bullied online", "Someone is bullying a child with WhatsApp.", { audience: ["parents"], tags: ["self-harm"] }],
  ["threats/", "Threats", "A threat to the school in year 6.", { audience: ["staff"], boost: 0.5 }],
  ["glossary/", "Glossary", "Words.", { audience: ["everyone"] }],
  ["glossary/#troll", "Troll", "Somebody who provokes."],
];

/* A table of two numbers a word: phone to the right, bully up. */
const pair = (x, y) => String.fromCharCode(48 + 8 * (x + 4) + (y + 4));
const signs = (...numbers) => String.fromCharCode(...numbers.map((number) => 79 + number));
const page = (x, y) => ({ scale: 0.1, bias: 0, numbers: signs(x, y) });
const TABLE = {
  size: 2,
  words: "bully mobil phon son",
  scales: "OOOO",
  numbers: pair(0, 3) + pair(3, 0) + pair(3, 0) + pair(0, 1),
  pages: [page(30, 0), page(0, 30), page(-20, -20), page(-5, -5)],
  readers: [{ who: "parents", scale: 0.1, bias: 0, numbers: signs(31, 0, 0, 31) }, { who: "staff", scale: 0.1, bias: 0, numbers: signs(0, 31, 31, 0) }],
};

module.exports = { search, listed, PAGES, TABLE, questions };
