/* Pages by the questions that they are known to answer: a page is the sum of these, and each of them its words, the rarer the weightier. */
(function (search) {
  "use strict";

  /* asked: of each known question the words that count, as the handbook spells them, and its pages by their numbers. */
  function learn(pages, asked) {
    var texts = asked.map(one => Array.from(new Set(one.words.map(search.stem))));
    var known = { rare: new Map(), pages: Array.from({ length: pages }, () => new Map()) };
    texts.forEach(terms => terms.forEach(term => add(known.rare, term, 1)));
    known.rare.forEach((often, term) => known.rare.set(term, Math.log(1 + texts.length / often)));
    texts.forEach(function (terms, number) {
      var share = 1 / (length(terms.map(term => known.rare.get(term))) * Math.sqrt(asked[number].pages.length));
      asked[number].pages.forEach(page => terms.forEach(term => add(known.pages[page], term, share * known.rare.get(term))));
    });
    known.sizes = known.pages.map(page => length(Array.from(page.values())));
    return known;
  }

  function add(sums, term, much) {
    sums.set(term, (sums.get(term) || 0) + much);
  }

  function length(numbers) {
    return Math.hypot.apply(null, numbers) || 1;
  }

  /* How much more each page is asked like this than pages are in general, in standard deviations, by the page's number. */
  function closeness(known, words) {
    var terms = Array.from(new Set(words.map(search.stem))).filter(term => known.rare.has(term));
    return search.deviations(known.pages.map((page, number) => terms.reduce((sum, term) => sum + known.rare.get(term) * (page.get(term) || 0), 0) / known.sizes[number]));
  }

  search.alike = { learn: learn, closeness: closeness };
})((globalThis.handbookSearch = globalThis.handbookSearch || {}));
