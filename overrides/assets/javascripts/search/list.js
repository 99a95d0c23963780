/* How what was found is shown: pages and their sections, the words that were looked for marked. Whatever it shows is text, never markup. */
(function (search) {
  "use strict";

  var OPEN = 2; /* sections of a page shown at once; the others fold */
  var FOLDED = 15;

  function element(tag, name, text) {
    var made = document.createElement(tag);
    if (name) {
      made.className = name;
    }
    if (text) {
      made.textContent = text;
    }
    return made;
  }

  /* Calls back for each word of a text that was looked for, until told to stop. */
  function eachFound(text, lit, found) {
    var pattern = /[\p{L}\p{N}'\u2019]+/gu;
    var match;
    while ((match = pattern.exec(text))) {
      var word = search.words(match[0])[0];
      if (word && lit.has(search.stem(word)) && found(match.index, match[0]) === false) {
        return;
      }
    }
  }

  /* Text with the words that were looked for marked. */
  function marked(holder, text, lit) {
    var done = 0;
    eachFound(text, lit, function (place, word) {
      holder.append(text.slice(done, place), element("mark", "", word));
      done = place + word.length;
    });
    holder.append(text.slice(done));
    return holder;
  }

  function teaser(text, lit) {
    var at = 0;
    eachFound(text, lit, function (place) {
      at = place;
      return false;
    });
    var start = at > 90 ? text.lastIndexOf(" ", at - 60) + 1 : 0;
    var end = start + 170 < text.length ? text.lastIndexOf(" ", start + 170) : text.length;
    return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  }

  function link(kind, address, title, text, lit) {
    var anchor = element("a", "search__link search__link--" + kind);
    anchor.href = address;
    anchor.append(marked(element("strong"), title, lit));
    if (text) {
      /* Who listens hears where the name ends and the teaser begins. */
      anchor.append(element("span", "sr-only", ": "), marked(element("span", "search__teaser"), teaser(text, lit), lit));
    }
    return anchor;
  }

  /* A page and its best sections as an entry of the list. site: the address that theirs are below. */
  function item(one, lit, site) {
    var holder = element("li", "search__item");
    var address = url => new URL(url, site).href;
    var section = hit => link("section", address(hit.section.url), hit.section.title, hit.section.text, lit);
    var whole = one.page.sections[0];
    var sections = one.hits.filter(hit => hit.section !== whole && hit.score > one.hits[0].score * 0.3);
    var alone = one.hits[0].section === whole || !sections.length;
    holder.append(link("page", address(one.page.url), one.page.title, alone ? whole.text : "", lit));
    sections.slice(0, OPEN).forEach(function (hit) {
      holder.append(section(hit));
    });
    if (sections.length > OPEN) {
      var more = element("details", "search__more");
      more.append(element("summary", "", sections.length - OPEN + " more on this page"));
      sections.slice(OPEN, OPEN + FOLDED).forEach(function (hit) {
        more.append(section(hit));
      });
      holder.append(more);
    }
    return holder;
  }

  search.item = item;
})((globalThis.handbookSearch = globalThis.handbookSearch || {}));
