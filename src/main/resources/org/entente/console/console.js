// Comforts of the pages: without it they work, as plain links and forms.
"use strict";

(function () {
  const root = document.documentElement;
  const wished = window.matchMedia("(prefers-color-scheme: dark)");

  function kept() {
    try {
      return localStorage.getItem("entente-theme");
    } catch (e) {
      return null;
    }
  }

  function keep(theme) {
    try {
      localStorage.setItem("entente-theme", theme);
    } catch (e) {
      // Then it holds for this page.
    }
  }

  function apply() {
    root.setAttribute("data-bs-theme", kept() || (wished.matches ? "dark" : "light"));
    document.dispatchEvent(new Event("entente:theme"));
  }

  root.classList.add("scripted");
  apply();
  wished.addEventListener("change", apply);

  document.addEventListener("click", function (event) {
    const theme = event.target.closest("[data-switch-theme]");
    if (theme) {
      keep(root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark");
      apply();
      return;
    }
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      copyText(copy);
    }
  });

  document.addEventListener("change", function (event) {
    const all = event.target.closest("[data-tick-all]");
    if (all) {
      all.form.querySelectorAll("input[type=checkbox][name=" + all.getAttribute("data-tick-all") + "]").forEach(function (box) {
        box.checked = all.checked;
      });
    }
  });

  async function copyText(button) {
    const status = document.getElementById("status");
    try {
      await navigator.clipboard.writeText(button.getAttribute("data-copy"));
      status.textContent = "Copied.";
    } catch (e) {
      status.textContent = "The browser did not let the text be copied.";
    }
  }

  // What is wider than its place is moved with the arrow keys too, once one is in it; what fits is no stop on the way.
  function reachScrolled() {
    document.querySelectorAll(".scroll").forEach(function (place) {
      if (place.scrollWidth > place.clientWidth) {
        place.setAttribute("tabindex", "0");
        place.setAttribute("role", "group");
        place.setAttribute("aria-label", "Table, wider than the window");
      } else {
        ["tabindex", "role", "aria-label"].forEach(function (name) {
          place.removeAttribute(name);
        });
      }
    });
  }

  window.addEventListener("resize", reachScrolled);
  document.addEventListener("DOMContentLoaded", reachScrolled);
  document.addEventListener("toggle", reachScrolled, true);

  // A form that is sent twice does the thing twice.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    const question = form.getAttribute("data-confirm");
    if (question && !window.confirm(question)) {
      event.preventDefault();
      return;
    }
    if (form.method === "post") {
      setTimeout(function () {
        form.querySelectorAll("button[type=submit]").forEach(function (button) {
          button.disabled = true;
        });
      });
    }
  });

  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      // Brought back as it was when it was left: what is out of date, or no longer for these eyes, is asked for anew.
      location.reload();
    }
  });
})();
