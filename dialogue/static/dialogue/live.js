/* Keeps a page informed. A stream says that its thread changed, and the page then asks for what is new under its
   reader's own rights. Where no stream gets through, the page asks for a number every now and then, and tries the
   stream again from time to time. A page nobody looks at holds no stream: browsers allow only a few at once. */
(() => {
  "use strict";

  const SILENCE = 40_000; /* the stream says something every fifteen seconds */
  const OPENING = 20_000;
  const ASK_EVERY = 15_000;
  const ASK_AT_MOST_EVERY = 120_000;
  const STREAM_EVERY = 4; /* of the times we ask */
  const BETWEEN_NEWS = 250;

  let place = null; /* the element that says where to listen */
  let known = "";
  let source = null;
  let timer = 0; /* either for a stream that fell silent, or for the next time to ask */
  let asked = 0; /* times since a stream last said something */
  let failures = 0;
  let newsAt = 0;
  let newsTimer = 0;

  const tell = () => {
    clearTimeout(newsTimer);
    newsTimer = setTimeout(() => {
      newsAt = Date.now();
      const arrived = document.getElementById("arrived");
      if (arrived) window.htmx?.trigger(arrived, "live:changed");
    }, Math.max(0, newsAt + BETWEEN_NEWS - Date.now()));
  };

  const learn = (number) => {
    if (String(number) === known) return;
    known = String(number);
    tell();
  };

  const stop = () => {
    source?.close();
    source = null;
    clearTimeout(timer);
  };

  const waitFor = (milliseconds, then) => {
    clearTimeout(timer);
    timer = setTimeout(then, milliseconds);
  };

  const listen = () => {
    stop();
    const stream = new EventSource(`${place.dataset.stream}?after=${known}`);
    source = stream;
    const hear = (event) => {
      if (source !== stream) return;
      asked = failures = 0;
      waitFor(SILENCE, missed);
      if (event.data) learn(event.data);
    };
    for (const kind of ["here", "changed", "resync"]) stream.addEventListener(kind, hear);
    stream.onerror = () => {
      if (source === stream) missed();
    };
    waitFor(OPENING, missed);
  };

  /* The stream ended or brings nothing. The first time that is nothing unusual; later it is asked less and less. */
  const missed = () => {
    stop();
    const soon = 500 + Math.random() * 1500; /* not everybody at the same moment after a restart */
    waitFor(asked ? Math.min(ASK_EVERY * 2 ** failures, ASK_AT_MOST_EVERY) : soon, ask);
  };

  const ask = async () => {
    const mine = place;
    asked += 1;
    let answer = null;
    try {
      answer = await fetch(mine.dataset.number, { headers: { Accept: "application/json" } });
      if (answer.ok) learn((await answer.json()).number);
    } catch {
      answer = null; /* away; we ask again */
    }
    if (mine !== place || document.hidden) return;
    /* Signed out, or not a reader of this thread any more: it stays as it is, and asks nothing more. */
    if (answer && [401, 403, 404].includes(answer.status)) return;
    failures = answer?.ok ? 0 : failures + 1;
    if (answer?.ok && asked % STREAM_EVERY === 1) listen();
    else missed();
  };

  const begin = () => {
    const found = document.getElementById("live");
    if (found === place) return;
    stop();
    place = found;
    if (!place) return;
    known = place.dataset.after;
    asked = failures = 0;
    if (!document.hidden) listen();
  };

  document.addEventListener("visibilitychange", () => {
    if (!place) return;
    stop();
    if (!document.hidden) listen();
  });
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => {
    if (event.persisted && place && !document.hidden) listen();
  });
  document.addEventListener("htmx:afterSettle", begin);
  begin();
})();
