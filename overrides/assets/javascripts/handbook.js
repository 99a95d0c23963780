/* The little script there is. Every page works without it. */

(function () {
  "use strict";

  /* Leave this page quickly: takes the page out of the tab's history, so that "back" does not return to it. Escape three times does the same. */
  var leave = document.querySelector("a.leave");
  if (leave) {
    var go = function (event) {
      if (event) {
        event.preventDefault();
      }
      document.title = leave.dataset.title;
      document.body.hidden = true;
      window.location.replace(leave.href);
    };
    var escapes = 0;
    var since = 0;
    leave.addEventListener("click", go);
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape") {
        escapes = 0;
        return;
      }
      var now = Date.now();
      escapes = now - since < 2000 ? escapes + 1 : 1;
      since = now;
      if (escapes === 3) {
        go();
      }
    });
  }

  /* Search: its script and its index are fetched when somebody opens it, never before. */
  var search = document.querySelector("[data-search]");
  var toggle = document.getElementById("__search");
  if (search && toggle) {
    var box = search.querySelector("input");
    var fetched = false;
    var open = function () {
      if (!fetched) {
        fetched = true;
        var script = document.createElement("script");
        script.src = search.dataset.search;
        document.head.appendChild(script);
      }
      if (!toggle.checked) {
        toggle.click();
      }
      if (document.activeElement !== box) {
        box.focus();
      }
    };
    toggle.addEventListener("change", function () {
      /* What nobody sees nobody should reach by keyboard either. */
      search.querySelector(".md-search-result").hidden = !toggle.checked;
      if (toggle.checked) {
        open();
      }
    });
    box.addEventListener("focus", open);
    document.addEventListener("keydown", function (event) {
      if ((event.ctrlKey || event.metaKey) && event.key === "k") {
        event.preventDefault();
        open();
      }
    });
    if (document.activeElement === box) {
      open();
    }
  }

  /* Mark the words that were searched for, once: they travel in the tab's own memory and are taken out of it at once. */
  var mark = (window.handbookMark = function () {
    var stems = null;
    try {
      stems = JSON.parse(window.sessionStorage.getItem("searched"));
      window.sessionStorage.removeItem("searched");
    } catch (error) {
      return;
    }
    var article = document.querySelector("article");
    if (!stems || !article) {
      return;
    }
    var walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    var found = [];
    while (walker.nextNode()) {
      found.push(walker.currentNode);
    }
    found.forEach(function (node) {
      /* The last one first, so that the places of the others stay true. */
      var places = [];
      var pattern = /[\p{L}\p{N}]+/gu;
      var match;
      while ((match = pattern.exec(node.data))) {
        var word = match[0].toLowerCase();
        for (var one of stems) {
          if (one.length > 2 && word.startsWith(one) && word.length < one.length + 4) {
            places.unshift([match.index, match[0].length]);
            break;
          }
        }
      }
      places.forEach(function (place) {
        var word = node.splitText(place[0]);
        word.splitText(place[1]);
        var holder = document.createElement("mark");
        holder.className = "found";
        word.replaceWith(holder);
        holder.appendChild(word);
      });
    });
  });
  mark();
})();
