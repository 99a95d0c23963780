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
})();
