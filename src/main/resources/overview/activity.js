// Draws calls a minute and the share that was answered, in the colours of the page.
'use strict';
(() => {
  const EVERY = 10_000;
  const RECENT = 10;
  const charts = new Map();
  const dark = matchMedia('(prefers-color-scheme: dark)');

  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const path = (campaign, query) => `/api/v1/campaigns/${encodeURIComponent(campaign)}/activity?${query}`;

  const sum = (points, what) => points.reduce((total, point) => total + point[what], 0);

  async function fetched(campaign) {
    const answer = await fetch(path(campaign, 'minutes=60'));
    if (!answer.ok) return null;
    const hour = await answer.json();
    const first = hour.points.findIndex(point => point.calls + point.ended > 0);
    if (first < 0 || first < hour.points.length - RECENT) return hour;
    // a campaign that has just begun is shown by tens of seconds
    const recent = await fetch(path(campaign, `minutes=${RECENT}&step=10`));
    return recent.ok ? recent.json() : hour;
  }

  function begin(canvas) {
    const ticks = { color: colour('--soft'), font: { family: getComputedStyle(document.body).fontFamily, size: 12 } };
    return new Chart(canvas, {
      data: {
        labels: [],
        datasets: [
          { type: 'line', yAxisID: 'share', data: [], borderColor: colour('--reached'), borderWidth: 2, pointRadius: 0, pointHitRadius: 12, spanGaps: true, cubicInterpolationMode: 'monotone' },
          { type: 'bar', yAxisID: 'calls', data: [], backgroundColor: colour('--calls'), barPercentage: 1, categoryPercentage: 0.86, borderRadius: 1 },
        ],
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: 'index', intersect: false },
        plugins: {
          colors: { enabled: false },
          legend: { display: false },
          tooltip: { displayColors: false, callbacks: { label: item => item.datasetIndex === 0 ? `${Math.round(item.parsed.y)} % answered` : `${Math.round(item.parsed.y)} calls a minute` } },
        },
        scales: {
          x: { grid: { display: false }, border: { color: colour('--line') }, ticks: { ...ticks, maxRotation: 0, autoSkipPadding: 24 } },
          calls: { beginAtZero: true, suggestedMax: 6, grid: { color: colour('--line') }, border: { display: false }, ticks: { ...ticks, precision: 0, maxTicksLimit: 5 } },
          share: { position: 'right', min: 0, max: 100, grid: { display: false }, border: { display: false }, ticks: { ...ticks, maxTicksLimit: 5, callback: value => `${value} %` } },
        },
      },
    });
  }

  function end(section) {
    charts.get(section)?.destroy();
    charts.delete(section);
  }

  async function draw(section) {
    const canvas = section.querySelector('canvas');
    if (!canvas.offsetParent) return;
    const found = await fetched(section.dataset.activity);
    if (!found) return;
    const chart = charts.get(section) ?? begin(canvas);
    charts.set(section, chart);
    const [share, calls] = chart.data.datasets;
    // the last step is under way and would always look low; a few calls say little of a share, so it is that of a minute at least
    const points = found.points.slice(0, -1);
    const minute = Math.max(1, 60 / found.seconds);
    chart.data.labels = points.map(point => found.seconds < 60 ? point.at.slice(11, 19) : point.at.slice(11, 16));
    calls.data = points.map(point => point.calls * 60 / found.seconds);
    share.data = points.map((point, i) => {
      const last = points.slice(Math.max(0, i - minute + 1), i + 1);
      const ended = sum(last, 'ended');
      return ended > 0 ? 100 * sum(last, 'answered') / ended : null;
    });
    chart.update('none');
    const total = sum(found.points, 'calls');
    const span = found.points.length * found.seconds / 60;
    const said = `${total.toLocaleString('en')} calls in the last ${span} min, ${found.zone}`;
    section.querySelector('.span').textContent = said;
    canvas.setAttribute('aria-label', `Calls of ${section.dataset.activity}: ${said}`);
  }

  let drawn = 0;
  function drawAll() {
    drawn = Date.now();
    for (const section of [...charts.keys()]) {
      if (!section.isConnected) end(section);
    }
    for (const section of document.querySelectorAll('[data-activity]')) draw(section).catch(() => {});
  }

  document.addEventListener('looked', () => {
    const isNew = [...document.querySelectorAll('[data-activity]')].some(section => !charts.has(section));
    if (isNew || Date.now() - drawn >= EVERY) drawAll();
  });
  document.addEventListener('toggle', event => { if (event.target.open) drawAll(); }, true);
  dark.addEventListener('change', () => {
    [...charts.keys()].forEach(end);
    drawAll();
  });
})();
