// Draws what stands in data-chart. The page says the same in a table, for whoever cannot see the drawing or has no scripts.
"use strict";

(function () {
  const drawn = new Map();

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function common() {
    const text = colour("--bs-body-color");
    return {
      // A tooltip of HTML would bring styles of its own, and take names for markup.
      tooltip: { renderMode: "richText", confine: true },
      textStyle: { color: text, fontFamily: colour("--bs-body-font-family") },
      animation: false,
    };
  }

  function axes(chart) {
    const line = colour("--bs-border-color");
    const text = colour("--bs-body-color");
    return {
      grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
      legend: { top: 0, textStyle: { color: text }, type: "scroll" },
      xAxis: { type: "category", data: chart.labels, axisLabel: { color: text, hideOverlap: true }, axisLine: { lineStyle: { color: line } } },
      yAxis: { type: "value", minInterval: 1, axisLabel: { color: text }, splitLine: { lineStyle: { color: line } } },
    };
  }

  const palette = ["#0d6efd", "#fd7e14", "#198754", "#d63384", "#6f42c1", "#20c997"];

  function bars(chart) {
    return Object.assign(common(), axes(chart), {
      color: palette,
      tooltip: { renderMode: "richText", confine: true, trigger: "axis" },
      series: chart.series.map(function (one) {
        return { type: "bar", name: one.name, data: one.values, barMaxWidth: 28, stack: one.stack };
      }),
    });
  }

  function graph(chart) {
    return Object.assign(common(), {
      color: palette,
      legend: { top: 0, type: "scroll", textStyle: { color: colour("--bs-body-color") }, data: chart.categories },
      series: [{
        type: "graph",
        layout: "force",
        force: { repulsion: 900, edgeLength: 160, layoutAnimation: false },
        roam: true,
        scaleLimit: { min: 0.4, max: 4 },
        symbolSize: 22,
        top: 48,
        categories: chart.categories.map(function (name) { return { name: name }; }),
        data: chart.nodes.map(function (node) {
          return { id: node.id, name: node.name, category: chart.categories.indexOf(node.category) };
        }),
        links: chart.links.map(function (link) {
          return { source: link.source, target: link.target, value: link.label };
        }),
        edgeSymbol: ["none", "arrow"],
        edgeSymbolSize: 7,
        label: { show: true, position: "right", color: colour("--bs-body-color"), overflow: "truncate", width: 180 },
        edgeLabel: { show: chart.links.length < 40, formatter: "{c}", color: colour("--bs-secondary-color"), fontSize: 11 },
        lineStyle: { color: colour("--bs-secondary-color") },
      }],
    });
  }

  const kinds = { bars: bars, graph: graph };

  function draw(element) {
    const chart = JSON.parse(element.getAttribute("data-chart"));
    let one = drawn.get(element);
    if (!one) {
      one = echarts.init(element);
      drawn.set(element, one);
    }
    one.setOption(kinds[chart.kind](chart), true);
  }

  function drawAll() {
    drawn.forEach(function (chart, element) {
      if (!document.contains(element)) {
        chart.dispose();
        drawn.delete(element);
      }
    });
    document.querySelectorAll("[data-chart]").forEach(draw);
    document.documentElement.classList.add("drawn");
  }

  document.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("htmx:afterSettle", drawAll);
  document.addEventListener("entente:theme", drawAll);
  window.addEventListener("resize", function () {
    drawn.forEach(function (chart) { chart.resize(); });
  });
})();
