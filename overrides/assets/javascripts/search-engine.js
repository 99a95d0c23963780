/*
 * Finding pages in the reader's own browser: from the index and what somebody typed to the pages, best first. What is shown: search-box.js.
 *
 * The index is the list of sections that a build writes, and the words of data/search-words.yml. A section is found by its title, by the other
 * names of what it is about and a page's tags, and by its text; by the beginning of a word, by another form of it, and despite a slip of the
 * keys. Whatever stands in the index or is typed reaches the page as text, never as markup.
 */
(function () {
  "use strict";

  var REFERENCE = 25; /* a page of more sections is a list of entries: a glossary, an A to Z */
  var MATCH = { title: 3, alias: 1.5, body: 1, pageTitle: 3, tag: 1.5, pageBody: 1 };

  /* ------------------------------------------------------------------ words */

  var stems = new Map();
  function fold(text) {
    return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/['\u2019]/g, "");
  }

  /* Doesn't, doesnt and does not are the same words; so are 9yo, 9 yr old and 9 years old. */
  function words(text) {
    return (
      fold(text)
        .replace(/\b(ca|wo|do|does|did|is|are|was|has|have|had|could|should|would)nt\b/g, function (all, verb) {
          return (verb === "ca" ? "can" : verb === "wo" ? "will" : verb) + " not";
        })
        .replace(/\b(\d+) ?(?:yo|(?:yrs?|years?) olds?)\b/g, "$1 year old")
        .match(/[\p{L}\p{N}]+/gu) || []
    );
  }

  /* A light English stemmer: enough to make bully, bullied and bullying one word. */
  function stem(word) {
    var known = stems.get(word);
    if (known !== undefined) {
      return known;
    }
    var out = word;
    if (out.length > 3 && !/\d/.test(out)) {
      if (/ie[sd]$/.test(out)) {
        out = out.length > 4 ? out.slice(0, -3) + "y" : out;
      } else if (/(ss|x|ch|sh|zz)es$/.test(out)) {
        out = out.slice(0, -2);
      } else if (/[^sui]s$/.test(out)) {
        out = out.slice(0, -1);
      }
      var cut = /^(.*[aeiouy].*)(ing|ed)$/.exec(out);
      if (cut && cut[1].length > 2) {
        out = cut[1];
        if (/([^aeioulsz])\1$/.test(out)) {
          out = out.slice(0, -1);
        }
      }
      if (out.length > 3 && out.endsWith("e")) {
        out = out.slice(0, -1);
      }
    }
    stems.set(word, out);
    return out;
  }

  function terms(text) {
    return words(text).map(stem);
  }

  /* A phrase is the same whosever it is about: get off the phone, get off his phone. */
  var WHOSE = new Set("a an the my your his her their our its".split(" "));
  function unowned(list) {
    return list.filter(function (word) {
      return !WHOSE.has(word);
    });
  }
  function phrase(text) {
    return unowned(words(text)).map(stem).join(" ");
  }

  /* The index holds escaped text between a few tags; this gives back what a reader sees. */
  var NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };
  function plain(markup) {
    return markup
      .replace(/<[^>]*>/g, " ")
      .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, function (all, hex, number, name) {
        if (name) {
          return NAMED[name] || all;
        }
        var code = hex ? parseInt(hex, 16) : parseInt(number, 10);
        return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : "";
      })
      .replace(/\s+/g, " ")
      .trim();
  }

  /* ------------------------------------------------------------------ index */

  /* What people type, and what it is called here: typed word -> the terms here. */
  function synonyms(rows) {
    var same = new Map();
    Object.keys(rows).forEach(function (here) {
      rows[here].forEach(function (word) {
        same.set(stem(word), (same.get(stem(word)) || []).concat(terms(here)));
      });
    });
    return same;
  }

  function build(written) {
    var same = synonyms(written.words.same);
    var pages = [];
    var units = [];
    var byPath = new Map();
    var postings = new Map();
    var surface = new Map();
    var aliases = new Map();
    var length = 0;

    function post(word, unit, field) {
      var term = stem(word);
      var list = postings.get(term);
      if (!list) {
        list = [];
        postings.set(term, list);
        surface.set(term, word);
      }
      var last = list[list.length - 1];
      if (!last || last.unit !== unit) {
        last = { unit: unit, title: 0, alias: 0, body: 0 };
        list.push(last);
      }
      last[field] += 1;
    }

    function name(called, unit) {
      if (called) {
        aliases.set(called, (aliases.get(called) || []).concat(unit));
      }
    }

    written.docs.forEach(function (doc) {
      var path = doc.location.split("#")[0];
      var page = byPath.get(path);
      var title = plain(doc.title);
      if (!page) {
        /* The name of a page's file says what it is about, as a tag does. */
        var named = (/[^/]+\/([^/]+-[^/]+)\/$/.exec(path) || ["", ""])[1].replace(/-/g, " ");
        page = { number: pages.length, url: path, title: title, units: [], tags: (doc.tags || []).concat(named || []), boost: doc.boost || 1, length: 0 };
        byPath.set(path, page);
        pages.push(page);
      }
      var number = units.length;
      var text = plain(doc.text);
      var unit = { page: page, url: doc.location, title: title, text: text, length: 0, titleTerms: new Set() };
      units.push(unit);
      page.units.push(number);
      words(title).forEach(function (word) {
        post(word, number, "title");
        unit.titleTerms.add(stem(word));
      });
      var others = doc.aliases || [];
      if (page.units.length === 1) {
        others = others.concat(page.tags);
      }
      others.forEach(function (one) {
        words(one).forEach(function (word) {
          post(word, number, "alias");
        });
        name(phrase(one), number);
      });
      name(phrase(title), number);
      var all = words(text);
      all.forEach(function (word) {
        post(word, number, "body");
      });
      unit.length = all.length;
      page.length += all.length;
      length += all.length;
    });
    pages.forEach(function (page) {
      page.titleTerms = new Set(terms(page.title));
      page.tagTerms = new Set([].concat.apply([], page.tags.map(terms)));
    });
    return {
      pages: pages, units: units, postings: postings, surface: surface, aliases: aliases, vocabulary: Array.from(postings.keys()),
      known: Array.from(new Set(Array.from(postings.keys()).concat(Array.from(same.keys())))),
      leftOut: new Set(written.words.left_out), countLittle: new Set(written.words.count_little.map(stem)), same: same,
      unitLength: length / (units.length || 1), pageLength: length / (pages.length || 1)
    };
  }

  /* ------------------------------------------------------------------ asking */

  /* How many slips of the keys (a letter wrong, missing, too many, or two swapped) lie between two words; more than the limit counts as too many. */
  function slips(a, b, limit) {
    if (Math.abs(a.length - b.length) > limit) {
      return limit + 1;
    }
    var before = [];
    var above = [];
    for (var k = 0; k <= b.length; k += 1) {
      above.push(k);
    }
    for (var i = 1; i <= a.length; i += 1) {
      var row = [i];
      var least = i;
      for (var j = 1; j <= b.length; j += 1) {
        var cost = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          cost = Math.min(cost, before[j - 2] + 1);
        }
        row.push(cost);
        least = Math.min(least, cost);
      }
      if (least > limit) {
        return limit + 1;
      }
      before = above;
      above = row;
    }
    return above[b.length];
  }

  function rarity(index, term) {
    var list = index.postings.get(term);
    var count = list ? list.length : 0;
    return Math.log(1 + (index.units.length - count + 0.5) / (count + 0.5));
  }

  /* What a typed word may mean in the index: term -> how sure. */
  function meanings(index, word, isLast, note) {
    var out = new Map();
    var term = stem(word);
    var has = function (one) {
      return index.postings.has(one);
    };
    var exact = has(term);
    if (exact) {
      out.set(term, 1);
    }
    (index.same.get(term) || []).filter(has).forEach(function (other) {
      out.set(other, exact ? 0.7 : 1);
    });
    if (word.length > 2 && isLast) {
      index.vocabulary.forEach(function (other) {
        if (other !== term && other.startsWith(word)) {
          out.set(other, Math.max(out.get(other) || 0, (exact ? 0.4 : 0.9) * (word.length / other.length)));
        }
      });
    }
    if (!exact && word.length > 4) {
      /* esafety: e safety */
      for (var at = 1; at < word.length; at += 1) {
        var left = stem(word.slice(0, at));
        var right = stem(word.slice(at));
        if (right.length > 3 && (at === 1 || left.length > 2) && has(left) && has(right)) {
          out.set(right, 0.8);
          if (left.length > 2) {
            out.set(left, 0.6);
          }
        }
      }
    }
    var sure = 0;
    out.forEach(function (weight) {
      sure = Math.max(sure, weight);
    });
    if (!exact && sure < 0.65 && term.length > 3) {
      var limit = term.length > 6 ? 2 : 1;
      var near = [];
      index.known.forEach(function (other) {
        var distance = slips(term, other, limit);
        if (distance <= limit && other.length > 2 && (term.length > 4 || other[0] === term[0])) {
          near.push({ term: other, distance: distance + (other[0] === term[0] ? 0 : 0.5), count: (index.postings.get(other) || []).length });
        }
      });
      near.sort(function (a, b) {
        return a.distance - b.distance || b.count - a.count;
      });
      near.slice(0, 4).forEach(function (one) {
        (has(one.term) ? [one.term] : index.same.get(one.term).filter(has)).forEach(function (meant) {
          out.set(meant, Math.max(out.get(meant) || 0, (one.distance < 2 ? 0.85 : 0.6) - (one.distance % 1 ? 0.2 : 0)));
        });
      });
      if (near.length && sure === 0) {
        note.set(word, index.surface.get(near[0].term) || near[0].term);
      }
    }
    return out;
  }

  function ask(index, query) {
    var typed = words(query);
    /* "What does troll mean?" asks about trolls. */
    var defines = /\bwhat\b.*\bmeans?\b|\bmeaning\b/.test(fold(query));
    var kept = typed.filter(function (word) {
      return !index.leftOut.has(word) && !(defines && /^mean(s|ing)?$/.test(word));
    });
    var asked = kept.length ? kept : typed;
    var note = new Map();
    var wanted = [];
    /* A whole phrase that people use for something ("dick pic") also asks for what it is called here. Several words in a row are seldom chance. */
    var bonus = new Map();
    var called = new Map();
    var said = unowned(typed);
    var all = said.map(stem);
    for (var from = 0; from < all.length; from += 1) {
      for (var to = from + 1; to <= Math.min(all.length, from + 6); to += 1) {
        var named = index.aliases.get(all.slice(from, to).join(" "));
        if (named && !(to - from === 1 && index.leftOut.has(said[from]))) {
          var part = all.slice(from, to).filter(function (term, offset) {
            return !index.leftOut.has(said[from + offset]);
          }).length / asked.length;
          part = Math.max(part, to - from > 1 ? (to - from) / 5 : 0);
          named.forEach(function (unit) {
            bonus.set(unit, Math.max(bonus.get(unit) || 0, 6 * part));
            if (index.units[unit].titleTerms.size < 4) {
              for (var word = from; word < to; word += 1) {
                called.set(said[word], (called.get(said[word]) || []).concat(Array.from(index.units[unit].titleTerms)));
              }
            }
          });
        }
      }
    }
    asked.forEach(function (word, place) {
      var isLast = word === typed[typed.length - 1] && !/\s$/.test(query);
      var found = meanings(index, word, isLast, note);
      /* face book: facebook */
      [asked[place - 1] && asked[place - 1] + word, asked[place + 1] && word + asked[place + 1]].forEach(function (joined) {
        if (joined && index.postings.has(stem(joined))) {
          found.set(stem(joined), 1.1);
        }
      });
      (called.get(word) || []).forEach(function (term) {
        if (!index.leftOut.has(term)) {
          found.set(term, Math.max(found.get(term) || 0, 0.7));
        }
      });
      if (!found.size && !kept.length) {
        return;
      }
      var rare = 0;
      found.forEach(function (weight, term) {
        rare = Math.max(rare, weight * rarity(index, term));
      });
      rare = found.size ? rare : 4;
      wanted.push({ found: found, rare: index.countLittle.has(stem(word)) || /^\d+$/.test(word) ? rare * 0.4 : rare });
    });
    if (!wanted.length) {
      return { pages: [], note: note, lit: new Set() };
    }

    var total = 0;
    var score = new Float64Array(index.units.length);
    var covered = new Float64Array(index.units.length);
    var lit = new Set();
    wanted.forEach(function (one) {
      total += one.rare;
      var here = new Map();
      var inPage = new Map();
      one.found.forEach(function (weight, term) {
        if (weight > 0.7 || one.found.size === 1) {
          lit.add(term);
        }
        var rare = Math.min(rarity(index, term), one.rare * 1.2);
        (index.postings.get(term) || []).forEach(function (hit) {
          var unit = index.units[hit.unit];
          var norm = hit.body / (hit.body + 1.2 * (0.3 + (0.7 * unit.length) / index.unitLength));
          var worth =
            weight * rare * (MATCH.body * norm + (hit.title ? MATCH.title * (0.4 + 1.2 / (1 + unit.titleTerms.size)) : 0) + (hit.alias ? MATCH.alias : 0));
          here.set(hit.unit, Math.max(here.get(hit.unit) || 0, worth));
          var page = unit.page.number;
          var seen = inPage.get(page) || { count: 0, weight: 0, titled: 0 };
          seen.count += hit.body;
          seen.weight = Math.max(seen.weight, weight * rare);
          if (unit.page.titleTerms.has(term)) {
            seen.titled = Math.max(seen.titled, weight * rare * MATCH.pageTitle * (0.6 + 1.6 / (2 + unit.page.titleTerms.size)));
          }
          if (unit.page.tagTerms.has(term)) {
            seen.titled = Math.max(seen.titled, weight * rare * MATCH.tag);
          }
          inPage.set(page, seen);
        });
      });
      inPage.forEach(function (seen, number) {
        var page = index.pages[number];
        var norm = seen.count / (seen.count + 2 * (0.3 + (0.7 * page.length) / index.pageLength));
        var inherited = seen.titled + MATCH.pageBody * seen.weight * norm;
        var elsewhere = Math.min(1, (seen.titled ? 1 : 0.25 + 0.5 * norm));
        page.units.forEach(function (unit) {
          score[unit] += inherited + (here.get(unit) || 0);
          covered[unit] += one.rare * (here.has(unit) ? 1 : elsewhere);
        });
      });
    });
    bonus.forEach(function (weight, unit) {
      var first = index.units[unit].page.units[0] === unit;
      score[unit] += weight * (first ? 3 : 2);
    });

    var found = [];
    index.pages.forEach(function (page) {
      var hits = page.units
        .filter(function (unit) {
          return score[unit] > 0;
        })
        .map(function (unit) {
          return { unit: index.units[unit], first: unit === page.units[0], score: score[unit] * Math.pow(Math.min(1, covered[unit] / total), 0.7) };
        })
        .sort(function (a, b) {
          return b.score - a.score;
        });
      if (hits.length) {
        found.push({ page: page, hits: hits, score: hits[0].score * page.boost });
      }
    });
    /* Somebody who searches is often in a hurry: what to do comes before what to know. "My son" is a parent's question, "a pupil" one of staff. */
    var voice = fold(query);
    var family = /\b(my|our) (\w+ )?(child|kid|teen|boy|girl|lad|baby)|\b(sons?|daughters?|toddlers?|parental)\b/.test(voice);
    var staff = /\b(pupils?|students?|colleagues?|staff|governors?|(my|in|the) (class|form|lesson)|year \d+s?)\b/.test(voice);
    var address = /^\s*(https?:|www\.|\S+\.(com|org|net|uk)\b)\S*\s*$/.test(voice);
    var young = !family && !staff && /\b(me|im|my (friend|mate|mum|dad|pic|photo|teacher)s?)\b/.test(voice);
    found.forEach(function (one) {
      var forParents = /^(help-now\/)?parents\//.test(one.page.url);
      if (one.page.url.startsWith("help-now/")) {
        one.score *= 1.25;
      }
      if (defines && one.page.url === "glossary/") {
        one.score *= 2;
      }
      /* An address from an old policy: the list of addresses stands low only for words. */
      if (address && one.page.url === "about/link-health/") {
        one.score *= 10;
      }
      if (family && forParents) {
        one.score *= 1.3;
      } else if (young && one.page.url.startsWith("pupils/")) {
        one.score *= 1.3;
      } else if (staff && !family && !forParents && /^(help-now|staff|policy)\//.test(one.page.url)) {
        one.score *= 1.2;
      }
    });
    found.sort(function (a, b) {
      return b.score - a.score;
    });
    /* What has an entry of its own under the very name that was typed (a term, a body, an Act) shows it among the first three. */
    var entries = new Set();
    [all.join(" "), kept.map(stem).join(" ")].forEach(function (name) {
      (index.aliases.get(name) || []).forEach(function (unit) {
        var page = index.units[unit].page;
        if (page.units[0] !== unit && page.units.length > REFERENCE) {
          entries.add(index.units[unit]);
        }
      });
    });
    var has = function (one) {
      return one.hits.some(function (hit) {
        return entries.has(hit.unit);
      });
    };
    var entry = found.findIndex(function (one) {
      return one.hits.some(function (hit) {
        return entries.has(hit.unit) && phrase(hit.unit.title) === all.join(" ");
      });
    });
    entry = entry < 0 ? found.findIndex(has) : entry;
    if (entry > 2) {
      found.splice(2, 0, found.splice(entry, 1)[0]);
      found[2].score = Math.min(found[1].score, found[3].score * 1.01);
    }
    /* The entry itself comes before whatever else its page says. */
    if (entry > -1) {
      var holder = found[Math.min(entry, 2)];
      holder.hits.sort(function (a, b) {
        return entries.has(b.unit) - entries.has(a.unit) || b.score - a.score;
      });
    }
    var best = found.length ? found[0].score : 0;
    return {
      pages: found.filter(function (one) {
        return one.score > best * 0.12;
      }),
      note: note, lit: lit
    };
  }

  window.handbookSearch = { build: build, ask: ask, words: words, stem: stem };
})();
