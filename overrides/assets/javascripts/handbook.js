/* The little script there is. Every page works without it. */

(function () {
  "use strict";

  /* On paper: when it was printed. */
  var printed = document.querySelector(".imprint__printed");
  if (printed) {
    window.addEventListener("beforeprint", function () {
      var day = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
      printed.textContent = "Printed on " + day + ".";
    });
  }

  /*
    Leave this page quickly: takes the page out of the tab's history, so that "back" does not return to it. Three presses of Shift do the same, as on
    GOV.UK: by itself, not held down, not with another key or the mouse, each within five seconds of the last. Never Escape, which closes things.
  */
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
    leave.addEventListener("click", go);

    var said = document.createElement("span");
    said.setAttribute("role", "status");
    said.className = "sr-only";
    leave.after(said);
    var presses = 0;
    var alone = false;
    var waiting = 0;
    var count = function (number, words) {
      presses = number;
      leave.dataset.presses = number;
      said.textContent = words;
      window.clearTimeout(waiting);
    };
    var forget = function () {
      alone = false;
      if (presses || said.textContent) {
        count(0, "");
      }
    };
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Shift" || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) {
        forget();
      } else if (!event.repeat) {
        alone = true;
      }
    }, true);
    document.addEventListener("keyup", function (event) {
      if (event.key !== "Shift" || !alone || event.isComposing) {
        return;
      }
      alone = false;
      if (presses === 2) {
        go();
        return;
      }
      count(presses + 1, presses ? "Shift, press 1 more time to exit." : "Shift, press 2 more times to exit.");
      waiting = window.setTimeout(function () {
        count(0, "Leaving by the Shift key has expired.");
        waiting = window.setTimeout(forget, 5000);
      }, 5000);
    }, true);
    document.addEventListener("pointerdown", forget, true);
    window.addEventListener("blur", forget);
  }

  /* Light or dark: the device decides (colours.html, before anything is painted) until the reader does. Only then is anything kept. */
  var colours = document.querySelector(".colours");
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var paint = function (isDark) {
    document.body.dataset.mdColorScheme = isDark ? "slate" : "default";
    colours.setAttribute("aria-pressed", isDark);
  };
  colours.addEventListener("click", function () {
    var isDark = document.body.dataset.mdColorScheme !== "slate";
    paint(isDark);
    try {
      window.localStorage.setItem("colours", isDark ? "dark" : "light");
    } catch (error) {
      /* No storage: the choice holds for this page. */
    }
  });
  dark.addEventListener("change", function () {
    var chosen = null;
    try {
      chosen = window.localStorage.getItem("colours");
    } catch (error) {
      /* No storage, no choice. */
    }
    if (!chosen) {
      paint(dark.matches);
    }
  });

  /* Search: its scripts and its index are fetched when somebody opens it, never before. */
  var panel = document.getElementById("find");
  var opener = document.querySelector(".search-button");
  var box = panel.querySelector("input");
  var popovers = "popover" in HTMLElement.prototype;
  var fetched = false;
  var openSearch = function () {
    if (!fetched) {
      fetched = true;
      panel.dataset.scripts.split(" ").forEach(function (address) {
        var script = document.createElement("script");
        script.src = address;
        script.async = false;
        document.head.appendChild(script);
      });
    }
    panel.dataset.open = "";
    /* Where the header has no room for the box, the browser lays it over the page. */
    if (popovers && opener.getClientRects().length && !panel.matches(":popover-open")) {
      panel.showPopover();
    }
    if (document.activeElement !== box) {
      box.focus();
    }
  };
  var closeSearch = function () {
    delete panel.dataset.open;
    if (popovers && panel.matches(":popover-open")) {
      panel.hidePopover();
    }
  };
  panel.querySelector("form").addEventListener("submit", function (event) {
    /* Remembered for search-box.js, which may still be on its way. */
    event.preventDefault();
    panel.dataset.entered = "";
  });
  opener.addEventListener("click", openSearch);
  box.addEventListener("focus", openSearch);
  panel.querySelector(".search__close").addEventListener("click", closeSearch);
  panel.addEventListener("toggle", function (event) {
    if (event.newState === "closed") {
      closeSearch();
    }
  });
  panel.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !panel.contains(event.relatedTarget)) {
      closeSearch();
    }
  });
  panel.addEventListener("click", function (event) {
    if (event.target.closest("a")) {
      closeSearch();
    }
  });
  document.addEventListener("click", function (event) {
    if ("open" in panel.dataset && !panel.contains(event.target) && !opener.contains(event.target)) {
      closeSearch();
    }
  });
  document.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key === "k") {
      event.preventDefault();
      openSearch();
    } else if (event.key === "Escape" && panel.contains(document.activeElement)) {
      /* From a sheet the focus goes back to its button by itself; from the box in the header it must be sent. */
      closeSearch();
      if (panel.contains(document.activeElement)) {
        document.activeElement.blur();
      }
    }
  });
  if (document.activeElement === box) {
    openSearch();
  }

  /* A marked word is a link to its meaning at the page's end: here it opens the meaning in place, and closes it when pressed again. */
  document.querySelectorAll(popovers ? "a.term" : "none").forEach(function (word) {
    var meaning = document.getElementById(word.hash.slice(1));
    var wasOpen = false;
    word.setAttribute("role", "button");
    word.setAttribute("aria-expanded", "false");
    meaning.addEventListener("toggle", function (event) {
      word.setAttribute("aria-expanded", event.newState === "open");
    });
    word.addEventListener("pointerdown", function () {
      /* The browser closes it before the click is heard of. */
      wasOpen = meaning.matches(":popover-open");
    });
    word.addEventListener("click", function (event) {
      event.preventDefault();
      meaning.togglePopover(!wasOpen && !meaning.matches(":popover-open"));
      wasOpen = false;
    });
    word.addEventListener("keydown", function (event) {
      if (event.key === " ") {
        event.preventDefault();
        word.click();
      }
    });
  });

  /* The menu closes when it has led somewhere: else it would be open still for who comes back. */
  var sheet = document.getElementById("menu");
  sheet.addEventListener("click", function (event) {
    if (event.target.closest("a") && popovers && sheet.matches(":popover-open")) {
      sheet.hidePopover();
    }
  });

  /* The menu beside the page begins with the page in hand in sight. */
  var here = document.querySelector(".site-nav [aria-current]");
  var menu = document.querySelector(".md-sidebar--primary");
  if (here && menu && window.matchMedia("(min-width: 76.25em)").matches && here.offsetTop > menu.clientHeight * 0.7) {
    menu.scrollTop = here.offsetTop - menu.clientHeight / 2;
  }

  /* On this page: mark the part in hand, where the headings stand beside it. */
  var headings = Array.from(document.querySelectorAll(".toc__open a"));
  if (headings.length && window.IntersectionObserver && window.matchMedia("(min-width: 60em)").matches) {
    var passed = new Map();
    var marked = null;
    var watcher = new IntersectionObserver(
      function (seen) {
        seen.forEach(function (one) {
          passed.set(one.target.id, one.isIntersecting);
        });
        var now = null;
        headings.forEach(function (link) {
          now = passed.get(decodeURIComponent(link.hash.slice(1))) ? link : now;
        });
        if (now !== marked) {
          if (marked) {
            marked.removeAttribute("aria-current");
          }
          if (now) {
            now.setAttribute("aria-current", "location");
          }
          marked = now;
        }
      },
      /* From the top third of the window upwards without end: else a heading that jumps past it would not be heard of. */
      { rootMargin: "1000000px 0px -66% 0px" }
    );
    headings.forEach(function (link) {
      var target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (target) {
        watcher.observe(target);
      }
    });
  }

  /* What is folded opens for the reader who follows a link into it, and on paper. */
  var unfold = function () {
    var target = window.location.hash && document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    for (var folded = target && target.closest("details"); folded; folded = folded.parentElement.closest("details")) {
      folded.open = true;
    }
  };
  window.addEventListener("hashchange", unfold);
  unfold();
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("article details").forEach(function (folded) {
      folded.open = true;
    });
  });

  /*
    Pages of help are kept for when there is no signal (without-signal.js): when all else is done, and not for who saves data or has little of it. Only
    a finished site on the web says where the keeper is.
  */
  var keeper = document.currentScript.dataset.keeper;
  var line = navigator.connection || {};
  if (keeper && "serviceWorker" in navigator && !line.saveData && !/2g/.test(line.effectiveType)) {
    window.addEventListener("load", function () {
      window.setTimeout(function () {
        navigator.serviceWorker.register(keeper).then(function () {
          return navigator.serviceWorker.ready;
        }).then(function (registration) {
          registration.active.postMessage("keep");
        }).catch(function () {
          /* The browser or the reader does not want it. */
        });
      }, 2000);
    });
  }

  /* Mark the words that were searched for, once: they travel in the tab's own memory and are taken out of it at once. */
  window.handbookMark = function () {
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
        var part = node.splitText(place[0]);
        part.splitText(place[1]);
        var holder = document.createElement("mark");
        holder.className = "found";
        part.replaceWith(holder);
        holder.appendChild(part);
      });
    });
  };
  /* When the page has been shown: asking the device's memory takes a moment on a slow phone. */
  (window.requestIdleCallback || window.setTimeout)(window.handbookMark);
})();
