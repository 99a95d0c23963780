/*
 * The search box and its list of results. Fetched, with search-engine.js and the index, when somebody opens search (handbook.js), never before.
 * Whatever stands in the index or is typed reaches the page as text, never as markup.
 */
(function () {
  "use strict";

  var SHOWN = 20; /* pages in the list */
  var OPEN = 2; /* sections of a page shown at once; the others fold */

  var engine = window.handbookSearch;
  var panel = document.getElementById("find");
  var form = panel.querySelector("form");
  var box = panel.querySelector("input");
  var status = panel.querySelector("[role=status]");
  var list = panel.querySelector("ol");
  var ways = panel.querySelector(".search__ways");
  var site = new URL("../../", document.currentScript.src);
  var index = null;
  var answered = null;

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
      var word = engine.words(match[0])[0];
      if (word && lit.has(engine.stem(word)) && found(match.index, match[0]) === false) {
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

  function link(kind, url, title, text, lit) {
    var anchor = element("a", "search__link search__link--" + kind);
    anchor.href = new URL(url, site).href;
    anchor.append(marked(element("strong"), title, lit));
    if (text) {
      anchor.append(marked(element("span", "search__teaser"), teaser(text, lit), lit));
    }
    return anchor;
  }

  function section(hit, lit) {
    return link("section", hit.unit.url, hit.unit.title, hit.unit.text, lit);
  }

  function item(one, lit) {
    var holder = element("li", "search__item");
    var first = one.hits.find(function (hit) {
      return hit.first;
    });
    var sections = one.hits.filter(function (hit) {
      return !hit.first && hit.score > one.hits[0].score * 0.3;
    });
    var alone = first && (!sections.length || first.score >= sections[0].score);
    holder.append(link("page", one.page.url, one.page.title, alone ? first.unit.text : "", lit));
    sections.slice(0, OPEN).forEach(function (hit) {
      holder.append(section(hit, lit));
    });
    if (sections.length > OPEN) {
      var more = element("details", "search__more");
      more.append(element("summary", "", sections.length - OPEN + " more on this page"));
      sections.slice(OPEN, OPEN + 15).forEach(function (hit) {
        more.append(section(hit, lit));
      });
      holder.append(more);
    }
    return holder;
  }

  function show() {
    window.clearTimeout(waiting);
    var query = box.value;
    if (!index || list.dataset.shown === query) {
      return;
    }
    list.textContent = "";
    list.dataset.shown = query;
    panel.querySelector(".search__output").scrollTop = 0;
    if (!engine.words(query).length) {
      status.textContent = "Type to search, or take one of these ways in:";
      ways.hidden = false;
      return;
    }
    var answer = engine.ask(index, query);
    var count = answer.pages.length;
    ways.hidden = count > 0;
    if (!count) {
      status.textContent = "Nothing found. Try another word, or one of these ways in:";
      return;
    }
    status.textContent = count === 1 ? "1 page found" : count + " pages found";
    if (answer.note.size) {
      status.textContent += ". Did you mean " + Array.from(answer.note.values()).join(", ") + "?";
    }
    answered = answer.lit;
    answer.pages.slice(0, SHOWN).forEach(function (one) {
      list.append(item(one, answer.lit));
    });
  }

  var waiting = 0;
  box.addEventListener("input", function () {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(show, 60);
  });
  /* Enter: to the best page, as soon as the index is there. */
  function go() {
    show();
    var best = list.querySelector("a");
    if (best) {
      best.click();
    }
    delete panel.dataset.entered;
  }
  form.addEventListener("submit", function () {
    if (index) {
      go();
    }
  });
  form.addEventListener("reset", function () {
    window.setTimeout(function () {
      show();
      box.focus();
    });
  });
  list.addEventListener("click", function (event) {
    var anchor = event.target.closest("a");
    if (anchor && answered) {
      /* The words to mark on the page. Not in the address: the host's logs would keep what somebody looked for. Gone as soon as the page has read it. */
      try {
        window.sessionStorage.setItem("searched", JSON.stringify(Array.from(answered)));
      } catch (error) {
        /* No storage, no marks. */
      }
      /* Another page marks them when it has come; this one would use them up too early. */
      if (anchor.hash && anchor.pathname === window.location.pathname) {
        window.setTimeout(window.handbookMark, 150);
      }
    }
  });
  panel.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      /* What was typed last is looked up first: else the list would be made anew under the focus. */
      show();
      var stops = [box].concat(
        Array.from(panel.querySelectorAll(".search__output :is(a, summary)")).filter(function (one) {
          return one.getClientRects().length;
        })
      );
      var next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      /* Shown as focused also where the box was opened by a tap. */
      stops[(next + stops.length) % stops.length].focus({ focusVisible: true });
      event.preventDefault();
    }
  });

  function ready(loaded) {
    index = engine.build(loaded);
    panel.dataset.ready = "";
    if ("entered" in panel.dataset) {
      go();
    } else {
      show();
    }
  }

  function failed() {
    status.textContent = "Search could not start. These ways in lead everywhere:";
  }

  status.textContent = "One moment …";
  if (window.location.protocol === "file:") {
    /* A page opened from a folder may not fetch; it may load a script. An --offline build has one. */
    var script = document.createElement("script");
    script.src = new URL("search/search_index.js", site);
    script.addEventListener("load", function () {
      ready(window.__index);
    });
    script.addEventListener("error", failed);
    document.head.appendChild(script);
  } else {
    fetch(new URL("search/search_index.json", site))
      .then(function (answer) {
        if (!answer.ok) {
          throw new Error("no index");
        }
        return answer.json();
      })
      .then(ready, failed);
  }
})();
