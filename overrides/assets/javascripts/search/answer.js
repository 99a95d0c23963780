/* The answer to a question: pages by words and by meaning together, those for whoever asks before others, and whether somebody may be in danger. */
(function (search) {
  "use strict";

  var MEANING = 0.18; search.tune = function (w) { MEANING = w; }; /* what a standard deviation of closeness is worth, against the best page by words */
  var FEW = 3; /* words of a question; fewer are a name of something, which words alone find better */
  var TOLD = 0.15; /* what it is worth to a page that its readers are of the kind that the wording tells */
  var CHOSEN = 0.5; /* and of the kind that the reader chose */
  var LEAST = 0.12; /* of the best page's score; what has less is not shown */
  var LOOKED_AT = 4; /* of the best pages, for danger */

  /* Who asks, by the words that tell it; null where they tell nothing or contradict each other. */
  function asker(index, typed) {
    var said = " " + typed.join(" ") + " ";
    var told = Object.keys(index.tells).filter(function (who) {
      return index.tells[who].test(said);
    });
    return told.length === 1 ? told[0] : null;
  }

  /* chosen: staff, parents or pupils, if the reader has said so. table: of meanings, if it has come. */
  function answer(index, question, chosen, table) {
    var asked = search.asked(index, question);
    var ranked = search.rank(index, asked);
    var close = table && asked.kept.length >= FEW ? search.meaning.closeness(table, asked.typed) : null;
    var best = ranked.length ? ranked[0].score : 1;
    var byPage = new Map();
    ranked.forEach(function (one) {
      one.score /= best;
      byPage.set(one.page, one);
    });
    var who = chosen || asker(index, asked.typed);
    var worth = chosen ? CHOSEN : TOLD;
    index.pages.forEach(function (page) {
      var one = byPage.get(page);
      if (close && close[page.number] > 0) {
        one = one || { page: page, score: 0, hits: [{ section: page.sections[0], score: 0 }] };
        one.score += MEANING * close[page.number];
        byPage.set(page, one);
      }
      if (one && who && page.audience.indexOf(who) > -1) {
        one.score += worth * Math.min(1, one.score);
      }
    });
    var pages = Array.from(byPage.values()).sort(function (a, b) {
      return b.score - a.score;
    });
    var lit = new Set();
    asked.wanted.forEach(function (one) {
      one.found.forEach(function (sure, term) {
        if (sure > 0.7 || one.found.size === 1) {
          lit.add(term);
        }
      });
    });
    return {
      pages: pages.filter(function (one) {
        return one.score > LEAST * pages[0].score;
      }),
      danger: pages.slice(0, LOOKED_AT).some(function (one) {
        return index.danger.has(one.page);
      }),
      guessed: asked.guessed,
      lit: lit
    };
  }

  search.answer = answer;
})((globalThis.handbookSearch = globalThis.handbookSearch || {}));
