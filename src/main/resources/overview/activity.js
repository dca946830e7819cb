// Draws calls a minute and the share that was answered, in the colours of the page.
'use strict';
(() => {
  const EVERY = 10_000;
  const RECENT = 10;
  const charts = new Map();
  const dark = matchMedia('(prefers-color-scheme: dark)');

  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const path = (campaign, query) => `/api/v1/campaigns/${encodeURIComponent(campaign)}/activity?${query}`;

  async function points(campaign) {
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
    return new Chart(canvas, {
      data: {
        labels: [],
        datasets: [
          { type: 'line', label: 'answered', yAxisID: 'share', data: [], borderWidth: 2, pointRadius: 0, pointHitRadius: 12, spanGaps: true, tension: 0.25 },
          { type: 'bar', label: 'calls a minute', yAxisID: 'calls', data: [], barPercentage: 1, categoryPercentage: 0.86, borderRadius: 1 },
        ],
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: 'index', intersect: false },
        plugins: {
          legend: { display: false },
          tooltip: { callbacks: { label: item => item.datasetIndex === 0 ? `${Math.round(item.parsed.y)} % answered` : `${Math.round(item.parsed.y)} calls a minute` } },
        },
        scales: {
          x: { grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 24 } },
          calls: { beginAtZero: true, suggestedMax: 6, ticks: { precision: 0, maxTicksLimit: 5 }, border: { display: false } },
          share: { position: 'right', min: 0, max: 100, grid: { display: false }, border: { display: false }, ticks: { maxTicksLimit: 5, callback: value => `${value} %` } },
        },
      },
    });
  }

  function paint(chart) {
    const text = colour('--soft');
    const [share, calls] = chart.data.datasets;
    share.borderColor = colour('--reached');
    calls.backgroundColor = colour('--calls');
    for (const axis of Object.values(chart.options.scales)) {
      axis.ticks.color = text;
      axis.ticks.font = { family: getComputedStyle(document.body).fontFamily, size: 12 };
      if (axis.grid) axis.grid.color = colour('--line');
    }
    chart.options.scales.calls.grid = { color: colour('--line') };
  }

  async function draw(section) {
    const canvas = section.querySelector('canvas');
    if (!canvas.offsetParent) return;
    const found = await points(section.dataset.activity);
    if (!found) return;
    const chart = charts.get(section) ?? begin(canvas);
    charts.set(section, chart);
    const [share, calls] = chart.data.datasets;
    chart.data.labels = found.points.map(point => found.seconds < 60 ? point.at.slice(11, 19) : point.at.slice(11, 16));
    calls.data = found.points.map(point => point.calls * 60 / found.seconds);
    share.data = found.points.map(point => point.ended > 0 ? 100 * point.answered / point.ended : null);
    paint(chart);
    chart.update('none');
    const total = found.points.reduce((sum, point) => sum + point.calls, 0);
    const span = found.points.length * found.seconds / 60;
    section.querySelector('.caption').textContent = `${total.toLocaleString('en')} calls in the last ${span} min, times in ${found.zone}`;
    canvas.setAttribute('aria-label', `Calls of ${section.dataset.activity}: ${section.querySelector('.caption').textContent}`);
  }

  let drawn = 0;
  function drawAll() {
    drawn = Date.now();
    for (const [section, chart] of charts) {
      if (!section.isConnected) {
        chart.destroy();
        charts.delete(section);
      }
    }
    for (const section of document.querySelectorAll('[data-activity]')) draw(section).catch(() => {});
  }

  document.addEventListener('looked', () => {
    const isNew = [...document.querySelectorAll('[data-activity]')].some(section => !charts.has(section));
    if (isNew || Date.now() - drawn >= EVERY) drawAll();
  });
  document.addEventListener('toggle', event => { if (event.target.open) drawAll(); }, true);
  dark.addEventListener('change', () => charts.forEach(chart => { paint(chart); chart.update('none'); }));
})();
