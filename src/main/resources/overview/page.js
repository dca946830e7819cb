// Keeps the page as the service sees things, and asks before anything is changed.
'use strict';
(() => {
  const EVERY = 2000;
  const live = document.getElementById('live');
  const connection = document.getElementById('connection');
  const asOf = document.getElementById('asof');
  const said = document.getElementById('said');
  let states = read(live);
  let lost = false;
  let timer;

  // Changes only what differs, so that focus, selection and what was unfolded stay.
  function morph(from, to) {
    if (from.nodeType !== Node.ELEMENT_NODE) {
      if (from.data !== to.data) from.data = to.data;
      return;
    }
    if (from.hasAttribute('data-keep')) return;
    for (const { name } of [...from.attributes]) {
      if (!to.hasAttribute(name) && !(name === 'open' && from.localName === 'details')) from.removeAttribute(name);
    }
    for (const { name, value } of to.attributes) {
      if (from.getAttribute(name) !== value && !(name === 'open' && from.localName === 'details')) from.setAttribute(name, value);
    }
    let at = from.firstChild;
    for (const wanted of [...to.childNodes]) {
      let found = at;
      if (wanted.id) {
        found = [...from.children].find(child => child.id === wanted.id) ?? null;
      } else {
        while (found && found.id) found = found.nextSibling;
      }
      if (found && found.nodeType === wanted.nodeType && found.nodeName === wanted.nodeName) {
        if (found === at) at = at.nextSibling;
        else from.insertBefore(found, at);
        morph(found, wanted);
      } else {
        from.insertBefore(document.importNode(wanted, true), at);
      }
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }

  function read(root) {
    return new Map([...root.querySelectorAll('.campaign')].map(card => [card.dataset.campaign, card.dataset.state]));
  }

  function say(text, state = 'done') {
    said.dataset.state = state;
    said.textContent = text;
  }

  // Said aloud only when a campaign takes another state: numbers change all the time.
  function tell(now) {
    for (const [campaign, state] of now) {
      if (states.has(campaign) && states.get(campaign) !== state) say(`${campaign}: ${state}`);
    }
    states = now;
  }

  async function look() {
    clearTimeout(timer);
    try {
      const answer = await fetch('/', { headers: { Accept: 'text/html' }, signal: AbortSignal.timeout(10_000) });
      if (answer.redirected) return location.reload();
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('live');
      if (!page) throw new Error(`${answer.status}`);
      morph(live, page);
      if (lost) say('The service answers again.');
      tell(read(live));
      connection.dataset.state = 'live';
      asOf.textContent = `Live, ${live.dataset.now} UTC`;
      lost = false;
      document.dispatchEvent(new Event('looked'));
    } catch (failure) {
      if (!lost) say('The service does not answer.', 'refused');
      lost = true;
      connection.dataset.state = 'lost';
      asOf.textContent = `No answer since ${live.dataset.now} UTC`;
    }
    if (!document.hidden) timer = setTimeout(look, EVERY);
  }

  const questions = {
    pause: of => ({ title: `Pause ${of.campaign}?`, text: 'Nobody more is dialled. Calls under way go on and are reported.', yes: 'Pause', reason: true }),
    resume: of => ({ title: `Resume ${of.campaign}?`, text: 'It dials again as soon as its calling hours and limits allow.', yes: 'Resume' }),
    cancel: of => ({ title: `Cancel ${of.campaign}?`, text: 'Everybody who still waits will not be called in this edition. That cannot be undone. Calls under way end and are reported.', yes: 'Cancel the campaign', danger: true }),
    redial: of => ({ title: `Call ${of.phone} again?`, text: 'Whether the first call was made is not known, so this person may be called twice.', yes: 'Call again', danger: true }),
    close: of => ({ title: `Close the call to ${of.phone}?`, text: 'It is reported as unknown, and this person is not called again in this edition.', yes: 'Close' }),
  };
  const paths = {
    redial: of => `/api/v1/reviews/${encodeURIComponent(of.attempt)}/redial`,
    close: of => `/api/v1/reviews/${encodeURIComponent(of.attempt)}/close`,
  };

  function ask(question) {
    const dialog = document.getElementById('ask');
    const why = document.getElementById('ask-why');
    const yes = document.getElementById('ask-yes');
    document.getElementById('ask-title').textContent = question.title;
    document.getElementById('ask-text').textContent = question.text;
    document.getElementById('ask-reason').hidden = !question.reason;
    yes.textContent = question.yes;
    yes.className = question.danger ? 'danger' : 'main';
    why.value = '';
    dialog.returnValue = 'no';
    dialog.showModal();
    return new Promise(resolve => dialog.addEventListener('close', () => resolve({ sure: dialog.returnValue === 'yes', why: why.value.trim() }), { once: true }));
  }

  async function act(button) {
    const { act, ...of } = button.dataset;
    const { sure, why } = await ask(questions[act](of));
    if (!sure) return;
    const path = paths[act] ? paths[act](of) : `/api/v1/campaigns/${encodeURIComponent(of.campaign)}/${act}`;
    try {
      const answer = await fetch(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Operator: 'page' },
        body: JSON.stringify(why ? { reason: why } : {}),
      });
      const told = await answer.json();
      if (answer.ok) say(told.done);
      else say(`${told.error}. ${told.todo ?? ''}`, 'refused');
    } catch (failure) {
      say('The service does not answer. Nothing is known of what became of it: look again before you repeat it.', 'refused');
    }
    await look();
  }

  document.addEventListener('click', event => {
    const button = event.target.closest('button[data-act]');
    if (button) act(button);
  });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
  look();
})();
