/*
 * The search box: what is typed, who asks, and the answer. Fetched, with the other files of this folder, the index and the table of meanings,
 * when somebody opens search (handbook.js), never before.
 */
(function (search) {
  "use strict";

  var SHOWN = 20; /* pages in the list, and as many again each time more are asked for */
  var WHO = "asks-for"; /* who asks is remembered for this visit only */

  var panel = document.getElementById("find");
  var form = panel.querySelector("form");
  var box = panel.querySelector("input");
  var status = panel.querySelector(".search__status");
  var danger = panel.querySelector(".search__danger");
  var list = panel.querySelector("ol");
  var more = panel.querySelector(".search__rest");
  var ways = panel.querySelector(".search__ways");
  var site = new URL(".", document.querySelector(".school-home").href);
  var index = null;
  var table = null;
  var answered = null;
  var waiting = 0;

  function remembered() {
    try {
      return window.sessionStorage.getItem(WHO) || "";
    } catch (error) {
      return "";
    }
  }

  function chosen() {
    return form.elements.who.value;
  }

  /* The next pages of the answer, and how many of all are shown. */
  function showMore() {
    var shown = list.children.length;
    var found = answered.pages.length;
    answered.pages.slice(shown, shown + SHOWN).forEach(function (one) {
      list.append(search.item(one, answered.lit, site));
    });
    shown = list.children.length;
    more.hidden = shown === found;
    status.textContent = found === 1 ? "1 page found" : shown < found ? shown + " of " + found + " pages shown" : found + " pages found";
    if (answered.guessed.size) {
      status.textContent += ". Did you mean " + Array.from(answered.guessed.values()).join(", ") + "?";
    }
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
    answered = search.words(query).length ? search.answer(index, query, chosen(), table) : null;
    var found = answered && answered.pages.length;
    ways.hidden = Boolean(found);
    more.hidden = true;
    danger.hidden = !(found && answered.danger);
    if (found) {
      showMore();
    } else {
      status.textContent = answered ? "Nothing found. Try another word, or one of these ways in:" : "Type to search, or take one of these ways in:";
    }
  }

  function showAgain() {
    delete list.dataset.shown;
    show();
  }

  /* Enter: to the best page, as soon as the index is there. */
  function go() {
    show();
    var best = list.querySelector("a");
    if (best) {
      best.click();
    }
    delete panel.dataset.entered;
  }

  box.addEventListener("input", function () {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(show, 60);
  });
  form.addEventListener("submit", function () {
    if (index) {
      go();
    }
  });
  form.addEventListener("reset", function () {
    var who = chosen();
    window.setTimeout(function () {
      form.elements.who.value = who;
      show();
      box.focus();
    });
  });
  panel.addEventListener("change", function (event) {
    if (event.target.name === "who") {
      try {
        window.sessionStorage.setItem(WHO, chosen());
      } catch (error) {
        /* No storage: for this page only. */
      }
      showAgain();
    }
  });
  more.addEventListener("click", function () {
    var first = list.children.length;
    showMore();
    list.children[first].querySelector("a").focus();
  });
  list.addEventListener("click", function (event) {
    var anchor = event.target.closest("a");
    if (anchor && answered) {
      /* The words to mark on the page. Not in the address: the host's logs would keep what somebody looked for. Gone as soon as the page has read it. */
      try {
        window.sessionStorage.setItem("searched", JSON.stringify(Array.from(answered.lit)));
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
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.name !== "who") {
      /* What was typed last is looked up first: else the list would be made anew under the focus. */
      show();
      var stops = [box].concat(
        Array.from(panel.querySelectorAll(":is(.search__list, .search__ways) :is(a, summary), .search__rest")).filter(
          one => one.getClientRects().length
        )
      );
      var next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      /* Shown as focused also where the box was opened by a tap. */
      stops[(next + stops.length) % stops.length].focus({ focusVisible: true });
      event.preventDefault();
    }
  });

  /* A page opened from a folder may not fetch; it may load a script. An --offline build has one beside each file. */
  function load(name, then, failed) {
    if (window.location.protocol === "file:") {
      var script = document.createElement("script");
      script.src = new URL("search/" + name + ".js", site);
      script.addEventListener("load", function () {
        then(window["__" + name]);
      });
      script.addEventListener("error", failed);
      document.head.appendChild(script);
    } else {
      fetch(new URL("search/" + name + ".json", site))
        .then(answer => answer.ok ? answer.json() : Promise.reject(new Error(name)))
        .then(then)
        .catch(failed);
    }
  }

  form.elements.who.value = remembered();
  status.textContent = "One moment …";
  load(
    "search_index",
    function (loaded) {
      index = search.build(loaded);
      panel.dataset.ready = "";
      if ("entered" in panel.dataset) {
        go();
      } else {
        show();
      }
    },
    function () {
      status.textContent = "Search could not start. These ways in lead everywhere:";
    }
  );
  load(
    "meaning",
    function (loaded) {
      table = search.meaning.load(loaded);
      panel.dataset.understands = "";
      if (index && box.value && document.activeElement === box) {
        showAgain();
      }
    },
    /* Search goes on by words alone. */
    function () {}
  );
})(globalThis.handbookSearch);
