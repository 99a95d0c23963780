/*
 * The words of a text as search reads them, one form of each word for all, and how far apart two spellings are.
 * Runs in a browser and in Node, as every file of this folder but box.js and list.js; handbook/search/readable.py has the same rule for words.
 */
(function (search) {
  "use strict";

  function fold(text) {
    return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'\u2019]/g, "");
  }

  /* N.S.P.C.C. is nspcc, and a telephone number is one word however it is spaced. */
  function words(text) {
    return (
      fold(text)
        .replace(/\b(?:[a-z]\.)+[a-z]\b\.?/g, initials => initials.replace(/\./g, ""))
        .replace(/\b(?:0\d{2,}(?: +\d+)+|\d{3} \d{3})\b/g, number => number.replace(/ /g, ""))
        .match(/[\p{L}\p{N}]+/gu) || []
    );
  }

  /* A light English stemmer: enough to make bully, bullied and bullying one word. */
  var stems = new Map();
  function stem(word) {
    var out = stems.get(word);
    if (out === undefined) {
      out = word.length > 3 && !/\d/.test(word) ? cut(word) : word;
      stems.set(word, out);
    }
    return out;
  }
  function cut(word) {
    var out = word;
    if (/ie[sd]$/.test(out)) {
      out = out.length > 4 ? out.slice(0, -3) + "y" : out;
    } else if (/(ss|x|ch|sh|zz)es$/.test(out)) {
      out = out.slice(0, -2);
    } else if (/[^sui]s$/.test(out)) {
      out = out.slice(0, -1);
    }
    var ending = /^(.*[aeiouy].*)(ing|ed)$/.exec(out);
    if (ending && ending[1].length > 2) {
      out = ending[1].replace(/([^aeioulsz])\1$/, "$1");
    }
    return out.length > 3 && out.endsWith("e") ? out.slice(0, -1) : out;
  }

  /* How many slips of the keys (a letter wrong, missing, too many, or two swapped) lie between two words; more than the limit is too many. */
  var lines = [new Uint8Array(64), new Uint8Array(64), new Uint8Array(64)];
  function slips(a, b, limit) {
    if (Math.abs(a.length - b.length) > limit || b.length > 63) {
      return limit + 1;
    }
    var [before, above, row] = lines;
    above.forEach((_, k) => (above[k] = k));
    for (var i = 1; i <= a.length; i += 1) {
      /* What lies further from the diagonal than the limit is too far. */
      var from = Math.max(1, i - limit);
      var to = Math.min(b.length, i + limit);
      var least = (row[from - 1] = from > 1 ? limit + 1 : i);
      for (var j = from; j <= to; j += 1) {
        var cost = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          cost = Math.min(cost, before[j - 2] + 1);
        }
        row[j] = cost;
        least = Math.min(least, cost);
      }
      row[to + 1] = limit + 1;
      if (least > limit) {
        return limit + 1;
      }
      [before, above, row] = [above, row, before];
    }
    return above[b.length];
  }

  /* How readers write a thing, and how the handbook does: "yr N" is "year N", N being a number. Returns what puts it right in a question. */
  function speller(rows) {
    var rules = Object.keys(rows).flatMap(here =>
      rows[here].map(typed => [new RegExp(" " + typed.replace("N", "(\\d+)").replace(/ /g, " ?") + "(?= )", "g"), " " + here.replace("N", "$1")])
    );
    return function (question) {
      var text = " " + words(question).join(" ") + " ";
      rules.forEach(function (rule) {
        text = text.replace(rule[0], rule[1]);
      });
      return text.trim() ? text.trim().split(" ") : [];
    };
  }

  /* Whether words, with a space before and after each, say one of these phrases. */
  function saying(phrases) {
    return new RegExp(" (?:" + phrases.join("|").replace(/N/g, "\\d+").replace(/\*/g, ".*") + ") ");
  }

  search.saying = saying;
  search.words = words;
  search.stem = stem;
  search.slips = slips;
  search.speller = speller;
})((globalThis.handbookSearch = globalThis.handbookSearch || {}));
