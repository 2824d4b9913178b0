// Draws the charts of the report from the JSON in the page. Everything drawn also stands in its tables.
"use strict";
(function () {
  const data = JSON.parse(document.getElementById("charts").textContent);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const drawn = [];
  document.documentElement.classList.add("scripted");

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }

  function grouped(number) {
    return String(number).replace(/\B(?=(\d{3})+$)/g, data.group);
  }

  function common(extra) {
    const text = { color: colour("soft"), fontFamily: getComputedStyle(document.body).fontFamily };
    return Object.assign({
      animation: false,
      textStyle: text,
      tooltip: {
        renderMode: "richText", confine: true, backgroundColor: colour("card"), borderColor: colour("line"),
        textStyle: { color: colour("ink"), fontSize: 13 }, valueFormatter: grouped,
      },
    }, extra);
  }

  function valueAxis(extra) {
    return Object.assign({
      type: "value", minInterval: 1, axisLabel: { color: colour("soft"), formatter: grouped, hideOverlap: true },
      splitLine: { lineStyle: { color: colour("line") } },
    }, extra);
  }

  function categoryAxis(names, extra) {
    return Object.assign({
      type: "category", data: names, axisTick: { show: false },
      axisLine: { lineStyle: { color: colour("line") } }, axisLabel: { color: colour("ink") },
    }, extra);
  }

  function nameLabel(width) {
    return { color: colour("ink"), width: width < 520 ? 112 : 250, overflow: "break", lineHeight: 15, fontSize: width < 520 ? 11 : 13 };
  }

  // Room for the longest name: some 7 pixels a letter, 13 a Chinese character.
  function widest(people, most) {
    const widths = people.map(function (person) {
      return Array.from(person.name).reduce(function (sum, letter) { return sum + (letter > "\u2e80" ? 13 : 7.5); }, 6);
    });
    return Math.min(most, Math.max.apply(null, widths));
  }

  function rules(width) {
    return common({
      grid: { left: 4, right: 56, top: 4, bottom: 4, containLabel: true },
      xAxis: valueAxis({ axisLabel: { show: false }, splitLine: { show: false } }),
      yAxis: categoryAxis(data.rules.map(function (rule) { return rule.name.charAt(0).toUpperCase() + rule.name.slice(1); }), {
        inverse: true, axisLabel: nameLabel(width), axisLine: { show: false },
      }),
      series: [{
        type: "bar", name: data.words.count, barMaxWidth: 20, itemStyle: { borderRadius: [0, 3, 3, 0] },
        label: { show: true, position: "right", color: colour("ink"), formatter: function (bar) { return grouped(bar.value); } },
        data: data.rules.map(function (rule) {
          return { value: rule.rulings, itemStyle: { color: colour(rule.kind) } };
        }),
      }],
    });
  }

  function sizes() {
    return common({
      grid: { left: 4, right: 12, top: 28, bottom: 22, containLabel: true },
      xAxis: categoryAxis(data.sizes.map(function (size) { return size.claimants; }), {
        name: data.words["sizes-axis"], nameLocation: "middle", nameGap: 28, axisLabel: { color: colour("soft"), hideOverlap: true },
      }),
      yAxis: valueAxis({ name: data.words["disputes-axis"], nameTextStyle: { align: "left" } }),
      series: [{
        type: "bar", name: data.words["disputes-axis"], barCategoryGap: "24%",
        itemStyle: { color: colour("decided"), borderRadius: [3, 3, 0, 0] },
        data: data.sizes.map(function (size) { return size.disputes; }),
      }],
    });
  }

  function people(width) {
    const fares = ["won", "shared", "lost", "open"].filter(function (fare) {
      return fare !== "shared" || data.people.some(function (person) { return person.shared; });
    });
    return common({
      grid: { left: 4, right: 16, top: 34, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, icon: "roundRect", itemWidth: 12, itemHeight: 12, textStyle: { color: colour("ink") } },
      xAxis: valueAxis({}),
      yAxis: categoryAxis(data.people.map(function (person) { return person.name; }), {
        inverse: true, axisLabel: Object.assign(nameLabel(width), { overflow: "truncate", width: widest(data.people, width < 520 ? 90 : 220) }),
      }),
      series: fares.map(function (fare) {
        return {
          type: "bar", stack: "all", name: data.words[fare], barMaxWidth: 16, itemStyle: { color: colour(fare) },
          data: data.people.map(function (person) { return person[fare]; }),
        };
      }),
    });
  }

  function draw(id, height, option) {
    const place = document.getElementById(id);
    if (!place) { return; }
    place.style.height = height + "px";
    const chart = echarts.init(place, null, { renderer: "svg" });
    drawn.push(function (width) {
      chart.resize({ width: width || place.clientWidth, height: height });
      chart.setOption(option(width || place.clientWidth), true);
    });
  }

  function redraw(width) {
    drawn.forEach(function (paint) { paint(width); });
  }

  draw("chart-rules", 24 + 38 * data.rules.length, rules);
  draw("chart-sizes", 260, sizes);
  draw("chart-people", 60 + 24 * data.people.length, people);
  redraw();

  let waiting = 0;
  window.addEventListener("resize", function () {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(function () { redraw(); });
  });
  dark.addEventListener("change", function () { redraw(); });
  // Paper is narrower than the window, and always light.
  window.addEventListener("beforeprint", function () { redraw(660); });
  window.addEventListener("afterprint", function () { redraw(); });
})();
