/* Ranking by words: what a question asks for, weighed by how rare each word is, where it stands, and how much of the question a section covers. One word alone trusts known questions less. */
(function (search) {
  "use strict";

  var WORTH = { title: 3, alias: 1.5, body: 1, pageTitle: 3, pageTag: 1.5, pageBody: 1, asked: 5, askedOfOne: 1 };

  function often(count, half, length, usual) {
    return count / (count + half * (0.3 + (0.7 * length) / usual));
  }

  /* What one word of the question is worth to each section and each page that has it. */
  function weigh(index, one, known, sections, pages) {
    one.found.forEach(function (sure, term) {
      var weight = sure * Math.min(search.rarity(index, term), one.rare * 1.2);
      (index.postings.get(term) || []).forEach(function (hit) {
        var section = hit.section;
        var worth = section.asked ? known : WORTH.body * often(hit.body, 1.2, section.length, index.sectionLength);
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

  /* Pages that have words of the question, best first: {page, score, hits: [{section, score}]}; hits are the sections that have some themselves. */
  function rank(index, question) {
    var score = new Float64Array(index.sections.length);
    var covered = new Float64Array(index.sections.length);
    var found = new Map();
    var total = 0;
    question.wanted.forEach(function (one) {
      var sections = new Map();
      var pages = new Map();
      total += one.rare;
      weigh(index, one, question.kept.length > 1 ? WORTH.asked : WORTH.askedOfOne, sections, pages);
      pages.forEach(function (seen, page) {
        var norm = often(seen.count, 2, page.length, index.pageLength);
        var whole = found.get(page) || { score: 0, covered: 0, sections: new Set() };
        seen.part = seen.named ? 1 : 0.25 + 0.5 * norm;
        whole.score += seen.named + WORTH.pageBody * seen.weight * norm;
        whole.covered += one.rare * seen.part;
        found.set(page, whole);
      });
      sections.forEach(function (worth, section) {
        score[section.number] += worth;
        covered[section.number] += one.rare * (1 - pages.get(section.page).part);
        found.get(section.page).sections.add(section);
      });
    });
    return Array.from(found, function ([page, whole]) {
      var hits = Array.from(whole.sections, function (section) {
        var share = Math.min(1, (whole.covered + covered[section.number]) / total);
        return { section: section, score: (whole.score + score[section.number]) * Math.pow(share, 0.7) };
      }).sort((a, b) => b.score - a.score);
      var shown = hits.filter(hit => !hit.section.asked);
      /* Found by a known question alone: shown as a whole. */
      shown = shown.length ? shown : [{ section: page.sections[0], score: 0 }];
      return { page: page, hits: shown, score: hits[0].score * page.boost };
    }).sort((a, b) => b.score - a.score || a.page.number - b.page.number);
  }

  search.rank = rank;
})((globalThis.handbookSearch = globalThis.handbookSearch || {}));
