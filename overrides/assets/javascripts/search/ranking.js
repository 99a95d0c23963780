/* Ranking by words: what a question asks for, weighed by how rare each word is, where it stands, and how much of the question a section covers. */
(function (search) {
  "use strict";

  var WORTH = { title: 3, alias: 1.5, body: 1, pageTitle: 3, pageTag: 1.5, pageBody: 1, asked: 2 };

  function often(count, half, length, usual) {
    return count / (count + half * (0.3 + (0.7 * length) / usual));
  }

  /* What one word of the question is worth to each section and each page that has it. */
  function weigh(index, one, sections, pages) {
    one.found.forEach(function (sure, term) {
      var weight = sure * Math.min(search.rarity(index, term), one.rare * 1.2);
      (index.postings.get(term) || []).forEach(function (hit) {
        var section = hit.section;
        var worth = section.asked ? WORTH.asked : WORTH.body * often(hit.body, 1.2, section.length, index.sectionLength);
        worth += hit.title ? WORTH.title * (0.4 + 1.2 / (1 + section.width)) : 0;
        worth += hit.alias ? WORTH.alias : 0;
        sections.set(section, Math.max(sections.get(section) || 0, weight * worth));
        var page = section.page;
        var seen = pages.get(page) || { count: 0, weight: 0, named: 0 };
        seen.count += section.asked ? 0 : hit.body;
        seen.weight = Math.max(seen.weight, weight);
        if (page.titleTerms.has(term)) {
          seen.named = Math.max(seen.named, weight * WORTH.pageTitle * (0.6 + 1.6 / (2 + page.titleTerms.size)));
        } else if (page.tagTerms.has(term)) {
          seen.named = Math.max(seen.named, weight * WORTH.pageTag);
        }
        pages.set(page, seen);
      });
    });
  }

  /* Pages that have words of the question, best first: {page, score, hits: [{section, score}], lit: terms to mark}. */
  function rank(index, question) {
    var score = new Float64Array(index.sections.length);
    var covered = new Float64Array(index.sections.length);
    var total = 0;
    question.wanted.forEach(function (one) {
      var sections = new Map();
      var pages = new Map();
      total += one.rare;
      weigh(index, one, sections, pages);
      pages.forEach(function (seen, page) {
        var norm = often(seen.count, 2, page.length, index.pageLength);
        page.sections.forEach(function (section) {
          score[section.number] += seen.named + WORTH.pageBody * seen.weight * norm + (sections.get(section) || 0);
          covered[section.number] += one.rare * (sections.has(section) || seen.named ? 1 : 0.25 + 0.5 * norm);
        });
      });
    });
    return index.pages
      .map(function (page) {
        var hits = page.sections
          .filter(section => score[section.number] > 0)
          .map(section => ({ section: section, score: score[section.number] * Math.pow(Math.min(1, covered[section.number] / total), 0.7) }))
          .sort((a, b) => b.score - a.score);
        var shown = hits.filter(hit => !hit.section.asked);
        /* Found by a known question alone: shown as a whole. */
        shown = shown.length ? shown : [{ section: page.sections[0], score: 0 }];
        return { page: page, hits: shown, score: hits.length ? hits[0].score * page.boost : 0 };
      })
      .filter(one => one.score > 0)
      .sort((a, b) => b.score - a.score);
  }

  search.rank = rank;
})((globalThis.handbookSearch = globalThis.handbookSearch || {}));
