// What the pages do beyond HTML: charts, and small comforts of the form. Everything works without it but the charts,
// whose numbers are in tables too.
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);

  // ---- charts ----
  // JSON carries neither functions nor colours of a theme: the server names both, and they are put in here.
  const numbers = new Intl.NumberFormat(root.lang, { useGrouping: 'always' });
  const formatters = {
    number: (value) => (value == null ? '—' : numbers.format(value)),
    short: (name) => name.slice(name.indexOf('\u2002') + 1), // the axis leaves out what stands before the cut
  };
  const calm = matchMedia('(prefers-reduced-motion: reduce)');

  function optionOf(text) {
    const style = getComputedStyle(root);
    return JSON.parse(text, (key, value) => {
      if (typeof value !== 'string') return value;
      if (value.startsWith('@') && /ormatter$/.test(key)) return formatters[value.slice(1)];
      const colour = /olor$/.test(key) && /^var\((--[\w-]+)\)$/.exec(value);
      return colour ? style.getPropertyValue(colour[1]).trim() : value;
    });
  }

  let printing = false, themeOnScreen;

  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) fit(window.echarts?.getInstanceByDom(target), target);
  });

  // Whoever begins to watch is told at once of the size that the chart was made for.
  function fit(chart, { clientWidth, clientHeight }) {
    if (chart && (chart.getWidth() !== clientWidth || chart.getHeight() !== clientHeight)) chart.resize();
  }

  function draw(host) {
    const data = byId(`${host.id}-option`);
    if (!data || !window.echarts) return;
    const { rows, links, notes, decals, option } = optionOf(data.textContent);
    host.drill = links;
    if (notes) option.tooltip.formatter = ([point]) => `${point.name}\n${notes[point.dataIndex]}`;
    let chart = echarts.getInstanceByDom(host);
    if (!chart) {
      chart = echarts.init(host, null, printing ? { width: 720, height: rows ? rows * 22 + 44 : 240, devicePixelRatio: 3 } : {});
      chart.on('click', ({ seriesIndex, dataIndex, event }) => {
        if (!host.drill?.counts) open(host, seriesIndex, dataIndex, event.event);
      });
      chart.getZr().on('click', (event) => { if (columnAt(host, chart, event) >= 0) open(host, 0, columnAt(host, chart, event), event.event); });
      chart.getZr().on('mousemove', (event) => { if (columnAt(host, chart, event) >= 0) chart.getZr().setCursorStyle('pointer'); });
      resized.observe(host);
    }
    option.animation = !calm.matches && !printing;
    option.animationDuration = 300;
    const { fontFamily } = getComputedStyle(document.body);
    option.textStyle = { fontFamily };
    option.tooltip.textStyle.fontFamily = fontFamily;
    fit(chart, host);
    for (const one of option.series) one.cursor = links ? 'pointer' : 'default';
    if (decals) {
      option.aria.decal = { show: true };
      option.series.forEach((one, i) => { one.itemStyle.decal = decals[i]; });
    }
    chart.setOption(option, { notMerge: true });
  }

  // A bar leads to the conversations that it counts, in a new tab when the keys or the button say so.
  function open(host, series, point, event) {
    const links = host.drill;
    if (!links) return;
    const address = links.prefix + links.points[point] + (links.series?.[series] ?? '');
    if (event.ctrlKey || event.metaKey || event.button === 1) window.open(address, '_blank', 'noopener');
    else location.assign(address);
  }

  // A point is small: where all of a column is about one, all of it leads there. -1 where nothing leads anywhere.
  function columnAt(host, chart, { offsetX, offsetY }) {
    const at = [offsetX, offsetY];
    if (!host.drill?.counts || !chart.containPixel('grid', at)) return -1;
    const [point] = chart.convertFromPixel('grid', at);
    return host.drill.counts[point] ? point : -1;
  }

  // The library runs once the page has been painted, where charts have their room already.
  function load() {
    const script = document.createElement('script');
    script.src = byId('charts').href;
    script.addEventListener('load', drawAll);
    document.head.append(script);
  }
  if (byId('charts')) requestAnimationFrame(() => setTimeout(load));

  const drawAll = () => document.querySelectorAll('.chart-host').forEach(draw);

  // Paper is white, has a width of its own and finer dots: charts are drawn for it, and then for the screen again.
  function forPaper(yes) {
    if (printing === yes) return;
    printing = yes;
    if (yes) themeOnScreen = root.dataset.theme;
    setTheme(yes ? 'light' : themeOnScreen);
    for (const host of document.querySelectorAll('.chart-host')) window.echarts?.getInstanceByDom(host)?.dispose();
    drawAll();
  }
  addEventListener('beforeprint', () => forPaper(true));
  addEventListener('afterprint', () => forPaper(false));

  // ---- theme ----
  const stored = () => { try { return localStorage.getItem('theme') || ''; } catch { return ''; } };

  function setTheme(theme) {
    if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
  }

  function choose(theme) {
    try { localStorage.setItem('theme', theme); } catch { /* then it holds for this page */ }
    setTheme(theme);
    drawAll();
  }

  // arrive makes a document that has just come, or come back, show what this browser knows.
  function arrive() {
    for (const radio of document.querySelectorAll('#theme input')) radio.checked = radio.value === stored();
    if (!navigator.clipboard) document.querySelectorAll('#copy, [data-copy]').forEach((button) => button.remove()); // only secure addresses have one
    const zone = byId('timezone');
    show(document.querySelector('.settings__nav [aria-current]'));
    if (zone && !zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || '';
    drawAll();
    edges();
  }

  // On a telephone the settings are one row that is wider than the screen: the one that is open lies in its middle.
  function show(link) {
    const row = link?.parentElement;
    if (row) row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
  }

  // ---- the address, what a field holds, or where a link leads, to the clipboard ----
  async function copy(button) {
    const text = button.querySelector('.btn__text'), before = text.textContent, said = byId('said');
    const field = byId(button.dataset.copy);
    await navigator.clipboard.writeText(field?.value ?? field?.href ?? location.href);
    text.textContent = said.textContent = said.dataset.copied;
    setTimeout(() => { text.textContent = before; said.textContent = ''; }, 2000);
  }

  // ---- what came of a change, for those who do not see it ----
  let announcing;

  function loading() {
    clearTimeout(announcing);
    announcing = setTimeout(() => { byId('said').textContent = byId('said').dataset.loading; }, 800);
  }

  // How many conversations match; what is the same as before is said again.
  function announce() {
    clearTimeout(announcing);
    byId('said').textContent = '';
    const text = document.querySelector('.chips__result')?.textContent ?? '';
    announcing = setTimeout(() => { byId('said').textContent = text; }, 50);
  }

  // ---- the focus stays ----
  // htmx gives it back to what has an id; a heading, a number of a page or a chip is found again by its place in the results or
  // among the chips. After the last chip comes the one before it, and after all of them come the results.
  let place = null;

  function remember() {
    const active = document.activeElement, part = active?.closest('#results, #chips');
    place = null;
    if (!part || active === part) return;
    place = { part: part.id, path: [] };
    for (let node = active; node !== part; node = node.parentElement) place.path.unshift([...node.parentElement.children].indexOf(node));
  }

  function refocus() {
    if (!place || document.activeElement !== document.body) return;
    const found = place.path.reduce((node, index) => node?.children[index], byId(place.part));
    const chip = place.part === 'chips' && [...document.querySelectorAll('.chip a')].pop();
    (found?.matches('a[href], button, input') ? found : chip || byId('results')).focus({ preventScroll: true });
  }

  // A browser leaves a link alone of which it shows a part; of the heads that telephones scroll that may be the smaller one.
  document.addEventListener('focusin', ({ target }) => {
    if (target.matches('.details thead a')) target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });

  // ---- the form follows the address ----
  // Chips, periods and headings are links: after one of them the form shows what the new address says. The field that
  // somebody writes in is left alone, unless all is to be as the address says.
  function follow(address, all) {
    const form = byId('filters');
    if (!form) return;
    const query = new URL(address, location.href).searchParams;
    for (const field of form.elements) {
      if (!field.name || field.type === 'hidden') continue;
      const values = query.getAll(field.name);
      if (field.type === 'checkbox') field.checked = values.includes(field.value);
      else if (field.type === 'radio') field.checked = field.value === (query.get(field.name) || '') || (!field.value && isDefault(field.name, values[0]));
      else if (all || field !== document.activeElement) field.value = values[0] ?? (field.type === 'date' ? field.value : '');
    }
  }

  // Nobody heard of what was ticked or written while the scripts were on their way. Nothing else makes the form differ
  // from what came: without autocomplete a browser does not fill in what it held on an earlier visit.
  function catchUp() {
    const form = byId('filters');
    const changed = ({ type, checked, defaultChecked, value, defaultValue }) => (
      type === 'checkbox' || type === 'radio' ? checked !== defaultChecked : value !== defaultValue
    );
    if ([...form?.elements ?? []].some((field) => field.name && changed(field))) htmx.trigger(form, 'change');
  }

  const isDefault = (name, value) => value === 'any' || (name === 'clock' && value === 'calendar') || (name === 'compare' && value === 'previous');

  // ---- what failed ----
  // It is said over whatever is on screen. What the server refuses it would refuse again: its own sentence takes the
  // place of the offer to try again, and the form says again what is in effect. Else the request is kept as it was.
  let tried;

  function fail({ detail: { xhr, requestConfig } }) {
    const notice = byId('failed'), text = byId('failed-said');
    clearTimeout(announcing);
    if (!notice) return;
    if (text) {
      const why = xhr?.status >= 400 && xhr.status < 500 ? sentenceOf(xhr) : '';
      text.textContent = why || text.dataset.own;
      byId('retry').hidden = why && xhr.status !== 429;
      if (byId('retry').hidden) follow(location.href);
      tried = requestConfig;
    }
    forgive(); // and over what has opened since
    notice.hidden = false;
    if (notice.popover) notice.showPopover();
  }

  function forgive() {
    const notice = byId('failed');
    if (!notice || notice.hidden) return;
    if (notice.popover) notice.hidePopover();
    notice.hidden = true;
  }

  function sentenceOf(xhr) {
    if (!(xhr.getResponseHeader('Content-Type') || '').startsWith('text/html')) return '';
    return new DOMParser().parseFromString(xhr.responseText, 'text/html').querySelector('.said')?.textContent ?? '';
  }

  function retry() {
    forgive();
    if (!tried) return location.reload();
    const { verb, path, elt, target, formData } = tried, source = elt.isConnected ? elt : target;
    if (source.checkVisibility()) source.focus({ preventScroll: true });
    return htmx.ajax(verb, path, { source, target, values: formData });
  }

  // ---- new data ----
  // The server says which revision there is. Hidden pages do not listen: browsers keep few connections to one host open.
  const patience = { least: 3000, most: 300000 };
  let stream, again, wait = patience.least, before;

  function listen() {
    if (stream || document.hidden || !byId('shown')) return;
    stream = new EventSource('/events');
    stream.addEventListener('revision', ({ data }) => {
      wait = patience.least;
      byId('refresh').hidden = data === byId('shown').value;
    });
    stream.addEventListener('end', deafen); // of the session
    stream.addEventListener('error', () => {
      if (stream?.readyState !== EventSource.CLOSED) return; // else it tries again by itself
      deafen();
      again = setTimeout(listen, wait);
      wait = Math.min(2 * wait, patience.most);
    });
  }

  function deafen() {
    clearTimeout(again);
    stream?.close();
    stream = undefined;
  }

  // What a reader has scrolled or opened within the results, in the order in which it stands there.
  const places = () => [...document.querySelectorAll('#results :is(details, .scroll)')];

  function refresh(button) {
    const { scrollX, scrollY } = window, was = places().map(({ open, scrollLeft, scrollTop }) => ({ open, scrollLeft, scrollTop }));
    const back = before, link = back?.closest('#results') && back.getAttribute('href');
    const alike = () => [...document.querySelectorAll('#results a')].filter((a) => a.getAttribute('href') === link);
    const nth = link ? alike().indexOf(back) : -1; // one count may stand in several places, a hidden one among them
    document.addEventListener('htmx:afterSettle', () => {
      places().forEach((place, i) => {
        if (was[i]?.open) place.open = true;
        place.scrollLeft = was[i]?.scrollLeft ?? 0;
        place.scrollTop = was[i]?.scrollTop ?? 0;
      });
      const same = back?.isConnected ? back : (back?.id && byId(back.id)) || (link && alike()[nth]);
      (same ?? byId('results')).focus({ preventScroll: true });
      button.hidden = true;
      scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
      byId('said').textContent = byId('fresh').dataset.refreshed;
    }, { once: true });
    htmx.ajax('GET', location.pathname + location.search, { source: button, target: '#results' });
  }

  // ---- wide tables ----
  // Where there is more at the end of a table than is seen, its edge says so.
  function edge({ parentElement: box, scrollLeft, scrollWidth, clientWidth, clientHeight, offsetWidth, offsetHeight }) {
    box.classList.toggle('edge--more', scrollWidth - clientWidth - Math.abs(scrollLeft) > 1);
    box.style.setProperty('--bar-beside', `${offsetWidth - clientWidth}px`); // the bars that scroll it, where they take room
    box.style.setProperty('--bar-below', `${offsetHeight - clientHeight}px`);
  }

  const widened = new ResizeObserver((entries) => { for (const { target } of entries) edge(target); });
  const edges = () => document.querySelectorAll('.edge > .scroll').forEach((one) => widened.observe(one));

  // ---- menus ----
  function closeMenus(except) {
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      if (!menu.contains(except)) menu.open = false;
    }
  }

  const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

  function find(box) {
    const wanted = plain(box.value);
    for (const item of box.parentElement.querySelectorAll('.menu__list .menu__item')) {
      item.hidden = !plain(item.textContent).includes(wanted);
    }
  }

  // ---- listening ----
  document.addEventListener('click', (event) => {
    closeMenus(event.target);
    const menu = event.target.closest?.('.presets a')?.closest('details');
    if (menu) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
  document.addEventListener('keydown', (event) => {
    const menu = event.target.closest?.('details.menu[open]');
    if (event.key === 'Escape' && menu) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
    if (event.key === 'Enter' && event.target.matches?.('[data-find]')) event.preventDefault();
  });
  // The box that searches a menu is no condition: the form must not hear of it.
  for (const type of ['input', 'change', 'search']) {
    document.addEventListener(type, (event) => {
      if (!event.target.matches?.('[data-find]')) return;
      event.stopPropagation();
      find(event.target);
    }, true);
  }

  document.addEventListener('change', (event) => {
    if (event.target.closest?.('#theme')) choose(event.target.value);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('#copy, [data-copy]');
    if (button) copy(button);
    const more = event.target.closest?.('#refresh');
    if (more) refresh(more);
    if (event.target.closest?.('#retry')) retry();
    if (event.target.closest?.('#failed-close')) forgive();
  });
  document.addEventListener('focusin', ({ target, relatedTarget }) => {
    if (target.id === 'refresh') before = relatedTarget;
  });
  document.addEventListener('scroll', ({ target }) => { if (target.parentElement?.matches('.edge')) edge(target); }, { capture: true, passive: true });
  document.addEventListener('visibilitychange', () => (document.hidden ? deafen() : listen()));
  addEventListener('pagehide', deafen);
  addEventListener('pageshow', listen);

  // ---- htmx ----
  document.addEventListener('htmx:configRequest', ({ detail }) => {
    if (detail.verb !== 'get') return; // a form is sent as it is
    for (const [name, value] of [...detail.formData]) {
      if (value === '') detail.formData.delete(name); // an address says only what is in effect
    }
  });
  // What reloads the address that one is at is no step to go back by.
  document.addEventListener('htmx:beforeHistoryUpdate', ({ detail }) => {
    if (detail.history.path === location.pathname + location.search) detail.history.type = 'replace';
  });
  document.addEventListener('htmx:pushedIntoHistory', ({ detail }) => follow(detail.path));
  // Some forms have something to say of what was wrong with them; an error page is then no failure.
  document.addEventListener('htmx:beforeSwap', ({ detail }) => {
    const page = (detail.xhr.getResponseHeader('Content-Type') || '').startsWith('text/html');
    if (page && detail.xhr.status >= 400 && detail.elt.closest('[data-tells]')) {
      detail.shouldSwap = true;
      detail.isError = false;
    }
  });
  document.addEventListener('htmx:xhr:progress', ({ target, detail }) => {
    const sending = target.querySelector?.('.sending'), bar = sending?.querySelector('progress');
    if (!bar || !detail.lengthComputable) return;
    sending.hidden = false;
    bar.max = detail.total;
    bar.value = detail.loaded;
  });
  document.addEventListener('htmx:afterSettle', ({ detail }) => {
    forgive();
    drawAll();
    edges();
    refocus();
    const { focus } = detail.requestConfig?.elt.dataset ?? {};
    if (focus) byId(focus)?.focus(); // the menu that asked has made way for another
    if (detail.requestConfig?.elt.id === 'refresh') clearTimeout(announcing); // it says itself what came of it
    else announce();
  });
  document.addEventListener('htmx:beforeRequest', ({ detail }) => { if (byId('main').contains(detail.target) && byId('filters')) loading(); });
  document.addEventListener('htmx:beforeSwap', remember);
  document.addEventListener('htmx:historyRestore', () => {
    follow(location.href, true); // the search is kept from one page to the next, with what was written in it
    arrive();
  });
  for (const type of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout', 'htmx:historyCacheMissLoadError']) {
    document.addEventListener(type, fail);
  }

  arrive();
  document.addEventListener('DOMContentLoaded', catchUp); // htmx, which came first, knows the form by then
})();
