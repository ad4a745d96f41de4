/* The explorer: reads a grid of simulated measures between its nodes, and draws what a reader's
   city would do. No library, no request; everything it needs stands in the page. */
(() => {
  "use strict";
  const SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const CITY = ["diligence", "load", "delta"];
  const TOOLS = ["resources", "assessment"];
  const STEPS = 100;

  /* ---- numbers -------------------------------------------------------------------------------- */

  /* Two symbols are a number from 0 to 4095, put between the measure's lowest and highest value. */
  function decode(grid) {
    const m = grid.measures.length;
    const out = new Float64Array(grid.data.length / 2);
    const digit = {};
    for (let k = 0; k < 64; k += 1) digit[SYMBOLS[k]] = k;
    for (let k = 0; k < out.length; k += 1) {
      const { low, high } = grid.measures[k % m];
      const whole = 64 * digit[grid.data[2 * k]] + digit[grid.data[2 * k + 1]];
      out[k] = low + ((high - low) * whole) / 4095;
    }
    return out;
  }

  /* Slope of the monotone cubic at an end, and at any node (Fritsch and Butland 1984). */
  function ending(h, g, s, t) {
    const slope = ((2 * h + g) * s - h * t) / (h + g);
    if (slope * s <= 0) return 0;
    return s * t < 0 && Math.abs(slope) > 3 * Math.abs(s) ? 3 * s : slope;
  }
  function slope(x, y, k) {
    const h = (i) => x[i + 1] - x[i];
    const s = (i) => (y(i + 1) - y(i)) / h(i);
    const last = x.length - 1;
    if (last === 1) return s(0);
    if (k === 0) return ending(h(0), h(1), s(0), s(1));
    if (k === last) return ending(h(last - 1), h(last - 2), s(last - 1), s(last - 2));
    const before = s(k - 1);
    const after = s(k);
    if (before * after <= 0) return 0;
    const p = 2 * h(k) + h(k - 1);
    const q = h(k) + 2 * h(k - 1);
    return (p + q) / (p / before + q / after);
  }

  /* Values at x on the first axis, which is thereby gone. */
  function along(nodes, values, x) {
    const size = values.length / nodes.length;
    const out = new Float64Array(size);
    let i = 0;
    while (i < nodes.length - 2 && x >= nodes[i + 1]) i += 1;
    const h = nodes[i + 1] - nodes[i];
    const t = (x - nodes[i]) / h;
    const u = 1 - t;
    for (let j = 0; j < size; j += 1) {
      const y = (k) => values[k * size + j];
      out[j] =
        (1 + 2 * t) * u * u * y(i) + t * u * u * h * slope(nodes, y, i) +
        t * t * (3 - 2 * t) * y(i + 1) - t * t * u * h * slope(nodes, y, i + 1);
    }
    return out;
  }
  function interpolate(axes, values, point) {
    return axes.reduce((left, nodes, k) => along(nodes, left, point[k]), values);
  }

  /* All measures by name, with those that follow from others. */
  function named(measures, values) {
    const out = {};
    measures.forEach((measure, k) => { out[measure.name] = values[k]; });
    out.efficiency = out.effectiveness / out.cost;
    const solved = out.prevented_share + out.first_share + out.second_share;
    out.rest_share = Math.max(0, 1 - solved);
    return out;
  }

  /* ---- one city ------------------------------------------------------------------------------- */

  function City(grid, values, place) {
    const plane = interpolate(CITY.map((name) => grid.axes[name]), values, place);
    const rows = {};
    this.at = (resources, assessment) => {
      rows[resources] = rows[resources] || along(grid.axes.resources, plane, resources);
      return named(grid.measures, along(grid.axes.assessment, rows[resources], assessment));
    };
    /* Measures over one instrument, or both alike, as a list of {x, ...}. */
    this.curve = (mode, held) => Array.from({ length: STEPS + 1 }, (_, k) => {
      const x = k / STEPS;
      const pair = TOOLS.map((name) => (mode === "both" || mode === name ? x : held[name]));
      return { x, ...this.at(...pair) };
    });
    let best = null;
    this.bestPair = () => {
      if (best) return best;
      for (let r = 0; r <= 20; r += 1) {
        for (let g = 0; g <= 20; g += 1) {
          const efficiency = this.at(r / 20, g / 20).efficiency;
          if (!best || efficiency > best.efficiency) {
            best = { resources: r / 20, assessment: g / 20, efficiency };
          }
        }
      }
      return best;
    };
  }
  const top = (curve) => curve.reduce((a, b) => (b.efficiency > a.efficiency ? b : a));

  /* ---- text ----------------------------------------------------------------------------------- */

  const SHARES = ["prevented_share", "first_share", "second_share", "rest_share"];
  function text(name, value, say) {
    if (SHARES.includes(name)) return (100 * value).toFixed(0) + say.percent;
    return value.toFixed(name === "orders_per_month" ? 0 : name === "efficiency" ? 3 : 2);
  }
  const filled = (template, words) => template.replace(/\{(\w+)\}/g, (_, name) => words[name]);

  /* ---- drawing -------------------------------------------------------------------------------- */

  function add(parent, tag, attributes, content) {
    const node = document.createElementNS(parent.namespaceURI, tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    if (content !== undefined) node.textContent = content;
    parent.appendChild(node);
    return node;
  }
  /* Round numbers from below the lowest to above the highest value, not closer than `least`. */
  function ticks(low, high, least) {
    const span = Math.max(high - low, least);
    const middle = (low + high) / 2;
    const bottom = Math.max(0, Math.min(low, middle - span / 2));
    const raw = span / 3;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = power * [1, 2, 5, 10].find((k) => k * power >= raw * 0.999);
    const first = Math.floor(bottom / step + 1e-9);
    const last = Math.max(first + 1, Math.ceil(Math.max(high, bottom + span) / step - 1e-9));
    const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return Array.from({ length: last - first + 1 }, (_, k) => {
      const value = (first + k) * step;
      return { value, text: value.toFixed(digits) };
    });
  }
  /* Heights of labels at least `gap` apart, as near to where they belong as that allows. */
  function apart(wanted, gap, low, high) {
    const order = wanted.map((_, k) => k).sort((a, b) => wanted[a] - wanted[b]);
    const out = wanted.slice();
    order.forEach((k, n) => {
      out[k] = Math.max(out[k], n ? out[order[n - 1]] + gap : low);
    });
    let limit = high;
    order.reverse().forEach((k) => {
      out[k] = Math.min(out[k], limit);
      limit = out[k] - gap;
    });
    return out;
  }
  function canvas(figure, marks, height, right) {
    const old = figure.querySelector("svg");
    const width = Math.max(220, Math.floor(figure.clientWidth));
    while (old.firstChild) old.removeChild(old.firstChild);
    old.setAttribute("viewBox", `0 0 ${width} ${height}`);
    old.setAttribute("width", width);
    old.setAttribute("height", height);
    const box = { left: 34, right: width - right, top: 8, bottom: height - 22 };
    const low = marks[0].value;
    const high = marks[marks.length - 1].value;
    const x = (value) => box.left + value * (box.right - box.left);
    const y = (v) => box.bottom - ((v - low) / (high - low)) * (box.bottom - box.top);
    marks.forEach((mark) => {
      const at = y(mark.value);
      add(old, "line", { x1: box.left, x2: box.right, y1: at, y2: at, class: "rule" });
      add(old, "text", { x: box.left - 4, y: at + 4, "text-anchor": "end" }, mark.text);
    });
    [0, 0.2, 0.4, 0.6, 0.8, 1].forEach((value) => {
      const label = value === 0 || value === 1 ? String(value) : value.toFixed(1);
      add(old, "text", { x: x(value), y: height - 6, "text-anchor": "middle" }, label);
    });
    return { svg: old, box, x, y, height };
  }
  const path = (points) => `M${points.map(([a, b]) => `${a.toFixed(1)},${b.toFixed(1)}`).join("L")}`;
  const diamond = (x, y) => `M${x},${y - 6}l5,6l-5,6l-5,-6z`;

  function label(area, heights, texts, classes) {
    const at = apart(heights, 13, area.box.top + 4, area.box.bottom - 2);
    texts.forEach((words, k) => {
      const where = { x: area.box.right + 9, y: at[k] + 4, class: classes[k] };
      add(area.svg, "text", where, words);
    });
  }

  /* A measure over the instrument: the reader's city solid, B city dashed. */
  function line(figure, name, view, say) {
    const all = [...view.yours, ...view.theirs].map((point) => point[name]);
    const least = name === "orders_per_month" ? 40 : 0.1;
    const marks = ticks(Math.min(...all), Math.max(...all), least);
    const area = canvas(figure, marks, 150, 66);
    const { svg, box, x, y } = area;
    if (name === "efficiency") {
      view.near.forEach(([a, b]) => {
        const wide = Math.max(2, x(b) - x(a));
        add(svg, "rect", {
          x: x(a), y: box.top, width: wide, height: box.bottom - box.top, class: "near",
        });
      });
    }
    add(svg, "line", {
      x1: x(view.x), x2: x(view.x), y1: box.top, y2: box.bottom, class: "here",
    });
    const draw = (curve, kind) => {
      add(svg, "path", { d: path(curve.map((p) => [x(p.x), y(p[name])])), class: kind });
    };
    draw(view.theirs, "theirs");
    draw(view.yours, `yours ${name}`);
    if (name === "efficiency") {
      const { x: at, efficiency } = view.theirBest;
      add(svg, "path", { d: diamond(x(at), y(efficiency)), class: "best hollow" });
    }
    add(svg, "path", { d: diamond(x(view.best.x), y(view.best[name])), class: "best" });
    add(svg, "circle", { cx: x(view.x), cy: y(view.now[name]), r: 4.5, class: `dot ${name}` });
    const ends = [view.yours, view.theirs].map((curve) => y(curve[STEPS][name]));
    label(area, ends, [say.yours, say.theirs], ["name", "name faded"]);
    svg.setAttribute("aria-label", filled(say.line, {
      x: view.x.toFixed(2),
      now: text(name, view.now[name], say), other: text(name, view.other[name], say),
      from: text(name, view.yours[0][name], say), to: text(name, view.yours[STEPS][name], say),
    }));
  }

  /* What becomes of problems, one upon the other; B city's borders dashed. */
  function fates(figure, view, say) {
    const marks = [0, 0.5, 1].map((value) => ({ value, text: value.toFixed(1) }));
    const area = canvas(figure, marks, 215, 88);
    const { svg, box, x, y } = area;
    const stack = (point) => {
      const whole = SHARES.reduce((sum, name) => sum + point[name], 0);
      let sum = 0;
      return SHARES.map((name) => { sum += point[name] / whole; return sum; });
    };
    const sums = view.yours.map(stack);
    SHARES.forEach((name, k) => {
      const upper = view.yours.map((p, n) => [x(p.x), y(sums[n][k])]);
      const lower = view.yours.map((p, n) => [x(p.x), y(k ? sums[n][k - 1] : 0)]);
      add(svg, "path", { d: `${path([...upper, ...lower.reverse()])}Z`, class: `area ${name}` });
    });
    const theirs = view.theirs.map(stack);
    [0, 1, 2].forEach((k) => {
      const points = view.theirs.map((p, n) => [x(p.x), y(theirs[n][k])]);
      add(svg, "path", { d: path(points), class: "border" });
    });
    add(svg, "line", {
      x1: x(view.x), x2: x(view.x), y1: box.top, y2: box.bottom, class: "here",
    });
    const end = sums[STEPS];
    const middles = end.map((sum, k) => y((sum + (k ? end[k - 1] : 0)) / 2));
    label(area, middles, SHARES.map((name) => say[name]), SHARES.map(() => "name"));
    svg.setAttribute("aria-label", filled(say.fates, {
      x: view.x.toFixed(2),
      ...Object.fromEntries(SHARES.map((name) => [name, text(name, view.now[name], say)])),
    }));
  }

  /* ---- the whole ------------------------------------------------------------------------------ */

  function start(root) {
    root.dataset.ready = "yes";
    const grid = JSON.parse(root.querySelector("script[type='application/json']").textContent);
    const { say, own } = grid;
    const values = decode(grid);
    const find = (selector) => root.querySelector(selector);
    const slider = (name) => find(`input[name="${name}"]`);
    const modes = [...root.querySelectorAll("input[type='radio']")];
    const mode = () => modes.find((radio) => radio.checked).value;
    const home = new City(grid, values, CITY.map((name) => own[name]));
    let mine = home;
    let place = "";
    let saying = 0;

    /* A slider's steps pass B city's own place by a hair: there its own value is meant. */
    const read = (name) => {
      const value = Number(slider(name).value);
      return name in own && Math.abs(value - own[name]) < 0.0051 ? own[name] : value;
    };
    const write = (name, value) => { slider(name).value = value; };

    function state() {
      const where = CITY.map(read);
      if (where.join() !== place) {
        place = where.join();
        const same = CITY.every((name, k) => where[k] === own[name]);
        mine = same ? home : new City(grid, values, where);
      }
      const held = { resources: read("resources"), assessment: read("assessment") };
      const how = mode();
      const yours = mine.curve(how, held);
      const theirs = home.curve(how, held);
      const best = top(yours);
      const near = [];
      yours.forEach((p) => {
        if (p.efficiency < best.efficiency - grid.tolerance) return;
        const last = near[near.length - 1];
        if (last && p.x - last[1] < 1.5 / STEPS) last[1] = p.x;
        else near.push([p.x, p.x]);
      });
      return {
        how, held, yours, theirs, best, theirBest: top(theirs), near,
        x: held[how === "assessment" ? "assessment" : "resources"],
        now: mine.at(held.resources, held.assessment),
        other: home.at(held.resources, held.assessment),
      };
    }
    function show() {
      const view = state();
      [...CITY, ...TOOLS].forEach((name) => {
        const words = read(name).toFixed(2);
        find(`output[name="${name}_shown"]`).textContent = words;
        slider(name).setAttribute("aria-valuetext", words);
      });
      root.querySelectorAll("[data-moved]").forEach((node) => {
        node.textContent = say.moved[view.how];
      });
      root.querySelectorAll("tr[data-measure]").forEach((row) => {
        const name = row.dataset.measure;
        [view.now, view.best, view.other].forEach((point, k) => {
          row.querySelectorAll("td")[k].textContent = text(name, point[name], say);
        });
      });
      root.querySelectorAll("figure[data-measure]").forEach((figure) => {
        const name = figure.dataset.measure;
        if (name === "fates") fates(figure, view, say);
        else line(figure, name, view, say);
      });
      clearTimeout(saying);
      saying = setTimeout(() => tell(view), 250);
    }
    /* In words, once the sliders rest: a screen reader is not to be talked over. */
    function tell(view) {
      const pair = mine.bestPair();
      const range = view.near.map(([a, b]) => `${a.toFixed(2)}\u2013${b.toFixed(2)}`);
      find("[role='status']").textContent = filled(say.status, {
        moved: say.moved[view.how], x: view.x.toFixed(2), best: view.best.x.toFixed(2),
        now: text("efficiency", view.now.efficiency, say),
        most: text("efficiency", view.best.efficiency, say), near: range.join(say.comma),
        resources: pair.resources.toFixed(2), assessment: pair.assessment.toFixed(2),
        pair: text("efficiency", pair.efficiency, say),
      });
    }

    /* ---- place in the address ---- */
    const KEYS = [...TOOLS, ...CITY];
    function keep() {
      const parts = KEYS.map((name) => Math.round(100 * Number(slider(name).value)));
      const address = `#explorer-${mode()}-${parts.join("-")}`;
      try { history.replaceState(history.state, "", address); } catch (error) { /* not here */ }
    }
    function recall() {
      const parts = /^#explorer-(both|resources|assessment)((?:-\d+){5})$/.exec(location.hash);
      if (!parts) return;
      parts[2].slice(1).split("-").forEach((part, k) => write(KEYS[k], Number(part) / 100));
      modes.forEach((radio) => { radio.checked = radio.value === parts[1]; });
      if (parts[1] === "both") write("assessment", slider("resources").value);
    }
    function reset() {
      CITY.forEach((name) => write(name, own[name]));
      TOOLS.forEach((name) => write(name, grid.start));
      modes.forEach((radio) => { radio.checked = radio.value === "both"; });
    }

    /* A slider that is dragged sends more events than there are pictures to draw. */
    let drawing = false;
    const soon = () => {
      if (drawing) return;
      drawing = true;
      requestAnimationFrame(() => { drawing = false; show(); });
    };
    TOOLS.forEach((name, k) => slider(name).addEventListener("input", () => {
      if (mode() === "both") write(TOOLS[1 - k], slider(name).value);
      soon();
    }));
    CITY.forEach((name) => slider(name).addEventListener("input", soon));
    modes.forEach((radio) => radio.addEventListener("change", () => {
      if (mode() === "both") write("assessment", slider("resources").value);
      show();
    }));
    root.addEventListener("change", keep);
    find("button").addEventListener("click", () => { reset(); show(); keep(); });
    reset();
    recall();
    root.querySelectorAll("[hidden]").forEach((node) => { node.hidden = false; });
    find("details").open = false;
    show();
    if (window.ResizeObserver) {
      let wide = root.clientWidth;
      let waiting = 0;
      new ResizeObserver(() => {
        if (root.clientWidth === wide) return;
        wide = root.clientWidth;
        clearTimeout(waiting); // a side bar that slides in changes the width many times
        waiting = setTimeout(show, 100);
      }).observe(root);
    }
  }

  window.intensityExplorer = { decode, along, interpolate, named, ticks, apart };
  document.querySelectorAll(".explorer:not([data-ready])").forEach(start);
})();
