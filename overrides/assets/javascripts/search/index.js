/* The index: from the list of sections that a build writes to the words that lead to them, and from a typed word to the words it may mean. */
(function (search) {
  "use strict";

  var NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" };

  /* Text in the list stands as one sign for each of the list's pieces, and escaped; this gives back what a reader sees. */
  function reader(pieces) {
    return function (packed) {
      var text = "";
      for (var at = 0; at < packed.length; at += 1) {
        text += pieces[packed.charCodeAt(at) - 32];
      }
      return text.replace(/&(amp|lt|gt|quot|#x27);/g, (all, name) => NAMED[name]);
    };
  }

  /*
   * pages: {url, title, audience, boost, first, sections, length, terms}; sections: {page, url, title, text, length, terms}.
   * postings: term -> [{section, title, alias, body}], how often it stands where. names: what a section or a page is called -> sections.
   */
  function build(list) {
    var read = reader(list.pieces);
    var index = { pages: [], sections: [], postings: new Map(), names: new Map(), joined: new Map(), spelt: new Map(), written: new Set() };
    index.leftOut = new Set(list.words.left_out);
    index.respell = search.speller(list.words.spelt);

    function post(text, section, field) {
      var all = search.words(text);
      all.forEach(function (word) {
        var term = search.stem(word);
        var hits = index.postings.get(term);
        if (!hits) {
          hits = [];
          index.postings.set(term, hits);
          index.spelt.set(term, word);
        }
        if (!section.asked) {
          index.written.add(term);
        }
        var last = hits[hits.length - 1];
        if (!last || last.section !== section) {
          last = { section: section, title: 0, alias: 0, body: 0 };
          hits.push(last);
        }
        last[field] += 1;
      });
      return all.length;
    }

    function name(called, section) {
      var key = search.words(called).map(search.stem).join(" ");
      index.names.set(key, (index.names.get(key) || []).concat(section));
    }

    var last;
    list.docs.location.forEach(function (location, number) {
      var title = read(list.docs.title[number]);
      /* A section's address begins at its page's, and its usual name goes without saying. */
      var below = location[0] === "#" && last.url + (location[1] ? location : "#" + search.words(title).join("-"));
      var text = read(list.docs.text[number]);
      var doc = list.docs.more[number] || {};
      var others = (doc.aliases || []).concat(doc.tags || []);
      if (!below) {
        last = { number: index.pages.length, url: location, title: title, audience: doc.audience || [], boost: doc.boost || 1, sections: [], length: 0 };
        last.titleTerms = new Set(search.words(title).map(search.stem));
        last.tagTerms = new Set(search.words((doc.tags || []).join(" ")).map(search.stem));
        index.pages.push(last);
      }
      var section = { number: index.sections.length, page: last, url: below || location, title: title, text: text };
      section.width = new Set(search.words(title)).size;
      index.sections.push(section);
      last.sections.push(section);
      post(title, section, "title");
      name(title, section);
      others.forEach(function (one) {
        post(one, section, "alias");
        name(one, section);
      });
      section.length = post(text, section, "body");
      last.length += section.length;
      /* selfharm: self-harm */
      (title + " " + others.join(" ")).replace(/(\p{L}+)-(\p{L}+)/gu, function (all, left, right) {
        index.joined.set(search.words(left + right)[0], search.words(all));
      });
    });
    /* A known question is a section that nobody sees: what is asked like it is answered by its pages. */
    var told = reader(list.asked.pieces);
    var known = list.asked.text.map((text, number) => ({ words: index.respell(told(text)), pages: Array.from(list.asked.pages[number], sign => sign.charCodeAt(0) - 32) }));
    known.forEach(function (one, number) {
      one.pages.forEach(function (place) {
        var page = index.pages[place];
        var section = { number: index.sections.length, page: page, asked: true, danger: list.asked.danger.includes(number) };
        index.sections.push(section);
        page.sections.push(section);
        section.width = section.length = post(one.words.join(" "), section, "body");
        name(one.words.join(" "), section);
      });
    });
    index.known = search.alike.learn(index.pages.length, known);
    index.danger = new Set(list.danger.map(number => index.pages[number]));
    index.pinned = list.pinned.map(row => ({ page: index.pages[row[0]], says: search.saying(row[1]) }));
    var length = index.pages.reduce((sum, page) => sum + page.length, 0);
    index.sectionLength = length / (index.sections.length || 1);
    index.pageLength = length / (index.pages.length || 1);
    return index;
  }

  function rarity(index, term) {
    var count = (index.postings.get(term) || []).length;
    return Math.log(1 + (index.sections.length - count + 0.5) / (count + 0.5));
  }

  /* The words that a slip of the keys made this one of, the likeliest first. */
  function nearest(index, term) {
    var limit = term.length > 6 ? 2 : 1;
    var near = [];
    index.spelt.forEach(function (word, other) {
      var strange = other[0] === term[0] ? 0 : 0.5;
      if (other.length < 3 || Math.abs(other.length - term.length) > limit + 1 || (strange && term.length < 5)) {
        return;
      }
      var distance = search.slips(term, other, limit);
      distance = distance > limit && word !== other ? search.slips(term, word, limit) : distance;
      if (distance <= limit) {
        near.push({ term: other, distance: distance + strange, count: index.postings.get(other).length });
      }
    });
    near.sort((a, b) => a.distance - b.distance || b.count - a.count);
    return near.slice(0, 4);
  }

  /* What a typed word may mean: term -> how sure. A word being typed may be the beginning of one; in the plural it begins what the singular does. */
  function meant(index, word, unfinished, guessed) {
    var term = search.stem(word);
    var exact = index.postings.has(term);
    var found = new Map(exact ? [[term, 1]] : []);
    if (unfinished && word.length > 2) {
      index.postings.forEach(function (hits, other) {
        if (other !== term && other.startsWith(word === term + "s" ? term : word)) {
          found.set(other, ((exact ? 0.4 : 0.9) * term.length) / other.length);
        }
      });
    }
    var sure = Math.max.apply(null, Array.from(found.values()).concat(0));
    if (sure < 0.65 && term.length > 3) {
      var near = nearest(index, term);
      near.forEach(function (one) {
        var trust = (one.distance < 2 ? 0.85 : 0.6) - (one.distance % 1 ? 0.2 : 0);
        found.set(one.term, Math.max(found.get(one.term) || 0, trust));
      });
      if (near.length && !sure) {
        guessed.set(word, index.spelt.get(near[0].term));
      }
    }
    return found;
  }

  /* The words that count in a question, as the handbook spells them, each with what it may mean. */
  function asked(index, question) {
    var guessed = new Map();
    var typed = index.respell(question).flatMap(word => index.written.has(search.stem(word)) ? word : index.joined.get(word) || word);
    var kept = typed.filter(word => !index.leftOut.has(word));
    var wanted = [];
    typed.forEach(function (word, place) {
      var found = new Map();
      if (!kept.length || !index.leftOut.has(word)) {
        found = meant(index, word, place === typed.length - 1 && !/\s$/.test(question), guessed);
      }
      /* face book: facebook */
      [typed[place - 1] && typed[place - 1] + word, typed[place + 1] && word + typed[place + 1]].forEach(function (joined) {
        if (joined && joined.length > 4 && index.postings.has(search.stem(joined))) {
          found.set(search.stem(joined), 1.1);
        }
      });
      var rare = found.size ? Math.max.apply(null, Array.from(found, ([term, sure]) => sure * rarity(index, term))) : 4;
      if (found.size || (kept.length && !index.leftOut.has(word))) {
        wanted.push({ word: word, found: found, rare: /^\d+$/.test(word) && word.length < 3 ? rare * 0.4 : rare });
      }
    });
    return { typed: typed, kept: kept, wanted: wanted, guessed: guessed };
  }

  search.build = build;
  search.rarity = rarity;
  search.asked = asked;
})((globalThis.handbookSearch = globalThis.handbookSearch || {}));
