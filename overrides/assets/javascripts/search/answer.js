/* The answer to a question: pages by words and by meaning together, those for whoever asks before others, and whether somebody may be in danger. */
(function (search) {
  "use strict";

  var MEANING = 0.3; /* what a standard deviation of closeness by meaning is worth, against the best page by words */
  var ALIKE = 0.15; /* the same, of being asked in such words */
  var FEW = 2; /* words of a question; fewer are a name of something, which words alone find better */
  var NAME = 4; /* words that a name has at most; what is longer is a question, though a heading says the same */
  var TOLD = 0.15; /* what it is worth to a page, times its score, that the wording tells its kind of reader */
  var CHOSEN = 1; /* and that the reader chose it, or that it is for everyone */
  var MEANT = 1; /* what it is worth that the wording asks for the page, that the question is known, or that a section's very name was typed */
  var NAMED = 0.6; /* the same, of a section below a page's own heading */
  var LEAST = 0.12; /* of the best page's score; what has less is not shown */
  var LOOKED_AT = 3; /* of the best pages, for danger */

  /* How likely each kind of reader asks: the one that was chosen, or what the table takes from the wording. */
  function askers(chosen, close) {
    var likely = chosen ? { [chosen]: CHOSEN, everyone: CHOSEN } : {};
    if (!chosen && close) {
      Object.keys(close.readers).forEach(who => (likely[who] = TOLD * close.readers[who]));
    }
    return likely;
  }

  /* The sections whose very name was typed, or whose known question. */
  function named(index, asked) {
    return new Set([asked.typed, asked.kept].flatMap(words => index.names.get(words.map(search.stem).join(" ")) || []));
  }

  /* chosen: staff, parents or pupils, if the reader has said so. table: of meanings, if it has come. */
  function answer(index, question, chosen, table) {
    var asked = search.asked(index, question);
    var ranked = search.rank(index, asked);
    var known = named(index, asked);
    var many = asked.kept.length >= FEW;
    var meant = asked.typed.map(word => asked.guessed.get(word) || word);
    var close = many && table ? search.meaning.closeness(table, meant) : null;
    var alike = many ? search.alike.closeness(index.known, meant) : null;
    /* What was typed is the name of one thing, which words alone find better. */
    var name = asked.typed.length <= NAME && known.size && known.size <= FEW && Array.from(known).every(section => !section.asked);
    var best = ranked.length ? ranked[0].score : 1;
    var byPage = new Map();
    ranked.forEach(function (one) {
      one.score /= best;
      byPage.set(one.page, one);
    });
    var said = " " + asked.typed.join(" ") + " ";
    var likely = askers(chosen, close);
    index.pages.forEach(function (page) {
      var one = byPage.get(page);
      var near = (close ? MEANING * close.pages[page.number] : 0) + (alike ? ALIKE * alike[page.number] : 0);
      if (near > 0 && !name) {
        one = one || { page: page, score: 0, hits: [{ section: page.sections[0], score: 0 }] };
        one.score += near;
        byPage.set(page, one);
      }
      if (one) {
        one.score *= page.audience.reduce((most, who) => Math.max(most, 1 + (likely[who] || 0)), 1);
      }
    });
    index.pinned.filter(one => byPage.has(one.page) && one.says.test(said)).forEach(one => (byPage.get(one.page).score += MEANT));
    known.forEach(function (section) {
      var one = byPage.get(section.page);
      one.score += section.asked || section === section.page.sections[0] ? MEANT : NAMED;
      one.danger = one.danger || section.danger;
      /* An entry under that name comes before whatever else its page says. */
      one.hits.sort((a, b) => known.has(b.section) - known.has(a.section) || b.score - a.score);
    });
    var pages = Array.from(byPage.values()).sort((a, b) => b.score - a.score);
    var lit = asked.wanted.flatMap(one => Array.from(one.found.keys()).filter(term => one.found.get(term) > 0.7 || one.found.size === 1));
    return {
      pages: pages.filter(one => one.score > LEAST * pages[0].score),
      danger: pages.slice(0, LOOKED_AT).some(one => index.danger.has(one.page) || one.danger),
      guessed: asked.guessed,
      lit: new Set(lit)
    };
  }

  search.answer = answer;
})((globalThis.handbookSearch = globalThis.handbookSearch || {}));
