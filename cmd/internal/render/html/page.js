(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  function done(button) {
    button.classList.add("done");
    setTimeout(function () { button.classList.remove("done"); }, 1500);
  }
  function select(button) {
    var area = document.createElement("textarea");
    area.className = "offscreen";
    area.value = button.dataset.text;
    document.body.appendChild(area);
    area.select();
    var copied = document.execCommand("copy");
    area.remove();
    button.focus();
    if (copied) { done(button); }
  }
  function copy(button) {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(button.dataset.text).then(function () { done(button); }, function () { select(button); });
    } else {
      select(button);
    }
  }
  function theme() {
    var dark = root.dataset.theme ? root.dataset.theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) { return; }
    if (button.id === "lang") {
      root.lang = root.lang === "zh" ? "en" : "zh";
    } else if (button.id === "theme") {
      theme();
    } else if (button.dataset.text !== undefined) {
      copy(button);
    }
  });
})();
