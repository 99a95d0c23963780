/*
  Keeps the pages of help on the phone for when there is no signal. The network always comes first; a copy is shown only where the network fails or takes
  longer than a few seconds, and says of which day it is. Nothing is kept for longer than a month.

  The browser runs this beside the pages, as a service worker. The build puts it at the top of the site, and writes above it VERSION, which changes with
  whatever is kept, KEPT, the addresses to keep, and COMMON, where files stand that several handbooks have in common, or nothing
  (handbook/finish/without_signal.py).
*/

(function () {
  "use strict";

  var DAY = 24 * 60 * 60 * 1000;
  var MONTH = 31 * DAY;
  var WEEK = 7 * DAY;
  var PATIENCE = 4000;
  var AT_ONCE = 4;
  var KEPT_ON = "x-kept-on";

  var home = self.registration.scope;
  var common = COMMON && new URL(COMMON, home).href;
  /* Several handbooks can stand on one host: each knows its own copies by its address. */
  var ours = "handbook " + home + " ";
  var now = ours + VERSION;
  var wanted = new Set(KEPT);
  /* Pages that were shown from their copies: what belongs to them need not wait for the network again. */
  var shownFromCopy = new Set();
  var keeping = null;

  self.addEventListener("install", function () {
    self.skipWaiting();
  });

  self.addEventListener("activate", function (event) {
    event.waitUntil(tidy());
  });

  self.addEventListener("message", function (event) {
    if (event.data === "keep") {
      keeping = keeping || keep().finally(function () {
        keeping = null;
      });
      /* No network now: the next page tries again. */
      event.waitUntil(keeping.catch(function () {}));
    }
  });

  self.addEventListener("fetch", function (event) {
    var request = event.request;
    var path = pathOf(request.url);
    if (request.method !== "GET" || path === null) {
      return;
    }
    var furniture = ["style", "script", "image"].includes(request.destination) && (path.startsWith("assets/") || path.startsWith(COMMON + "assets/") || wanted.has(path));
    if (furniture || (request.mode === "navigate" && wanted.has(path))) {
      event.respondWith(answer(event, path));
    }
  });

  /* The path of an address as seen from the top of the site, without what follows ? or #; null for what is none of ours. */
  function pathOf(address) {
    var plain = address.split(/[?#]/)[0];
    if (common && plain.startsWith(common)) {
      return COMMON + plain.slice(common.length);
    }
    return plain.startsWith(home) ? plain.slice(home.length).replace(/(^|\/)index\.html$/, "$1") : null;
  }

  async function answer(event, path) {
    var page = event.request.mode === "navigate";
    if (!page && shownFromCopy.has(event.clientId)) {
      var same = await find(path);
      if (same) {
        return same;
      }
    }
    /* The host is asked even where the browser's own cache has a page, which may be an old one. */
    var network = fetch(event.request, page ? { cache: "no-cache" } : {});
    var stored = network.then(function (response) {
      return store(path, response.clone());
    });
    event.waitUntil(stored.catch(function () {}));
    var why = "You are offline.";
    try {
      var response = await Promise.race([network, new Promise(function (done) {
        setTimeout(done, PATIENCE);
      })]);
      if (response && response.status < 500) {
        return response;
      }
      why = response ? "The website has a fault." : "The network is very slow.";
    } catch (error) {
      /* No answer: the copy. */
    }
    var copy = await find(path);
    if (!copy) {
      return network;
    }
    if (page) {
      shownFromCopy.add(event.resultingClientId);
      return withDay(copy, why);
    }
    return copy;
  }

  async function names() {
    var all = (await caches.keys()).filter(function (name) {
      return name.startsWith(ours);
    });
    /* The newest version first. */
    return all.sort(function (one) {
      return one === now ? -1 : 1;
    });
  }

  function age(copy) {
    return Date.now() - Number(copy.headers.get(KEPT_ON));
  }

  async function find(path) {
    for (var name of await names()) {
      var copy = await (await caches.open(name)).match(home + path);
      if (copy && age(copy) < MONTH) {
        return copy;
      }
    }
    return null;
  }

  async function store(path, response) {
    if (response.status === 404 || response.status === 410) {
      for (var name of await names()) {
        await (await caches.open(name)).delete(home + path);
      }
    } else if (response.ok && response.type === "basic" && !response.redirected) {
      var headers = new Headers(response.headers);
      ["content-encoding", "content-length"].forEach(function (one) {
        headers.delete(one);
      });
      headers.set(KEPT_ON, Date.now());
      var body = await response.blob();
      await (await caches.open(now)).put(home + path, new Response(body, { headers: headers }));
    }
  }

  /* A few at a time, the first of the list first; what is there and not old is not fetched again. */
  async function keep() {
    await tidy();
    var copies = await caches.open(now);
    var missing = [];
    for (var path of KEPT) {
      var copy = await copies.match(home + path);
      if (!copy || age(copy) > WEEK) {
        missing.push(path);
      }
    }
    while (missing.length) {
      await Promise.all(missing.splice(0, AT_ONCE).map(async function (wantedPath) {
        await store(wantedPath, await fetch(home + wantedPath, { cache: "no-cache", priority: "low" }));
      }));
    }
    for (var name of await names()) {
      if (name !== now) {
        await caches.delete(name);
      }
    }
  }

  async function tidy() {
    for (var name of await names()) {
      var copies = await caches.open(name);
      for (var request of await copies.keys()) {
        if (age(await copies.match(request)) >= MONTH) {
          await copies.delete(request);
        }
      }
    }
  }

  async function withDay(copy, why) {
    var day = new Date(Number(copy.headers.get(KEPT_ON))).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    var text = await copy.text();
    var notice = '<p class="of-this-copy kept-copy" role="status">' + why + " This copy is of " + day + ".</p>";
    return new Response(text.replace(/<body[^>]*>/, "$&" + notice), { headers: copy.headers });
  }
})();
