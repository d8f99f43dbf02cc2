// A period of one's own: months to choose the first and the last day in, by mouse, finger or keyboard, and fields to
// type them. What is chosen is written into the dates of the form, as one change.
(() => {
  const lang = document.documentElement.lang;
  const dayLength = 864e5;
  const wide = matchMedia('(min-width: 51.25rem)');

  // A day is its number since 1970, a month its number since the year 0.
  const dayOf = (iso) => Math.round(Date.parse(iso) / dayLength);
  const dateOf = (day) => new Date(day * dayLength);
  const isoOf = (day) => dateOf(day).toISOString().slice(0, 10);
  const monthOf = (day) => dateOf(day).getUTCFullYear() * 12 + dateOf(day).getUTCMonth();
  const firstOf = (month) => Date.UTC(Math.floor(month / 12), month % 12, 1) / dayLength;
  const inMonth = (month, date) => Math.min(firstOf(month) + date - 1, firstOf(month + 1) - 1);

  const written = (options) => new Intl.DateTimeFormat(lang, { timeZone: 'UTC', ...options });
  const monthName = written({ month: 'long', year: 'numeric' });
  const weekdayName = written({ weekday: 'long' });
  const weekdayShort = written({ weekday: 'short' });
  const dayName = written({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const dayShort = written({ day: 'numeric', month: 'short', year: 'numeric' });

  const box = () => document.getElementById('calendar');
  const field = (name) => box().closest('form').querySelector(`input[type="date"][name="${name}"]`);
  const menu = () => box().closest('details');

  let first, last; // the days that are chosen
  let began; // the first day, while the last is still to be chosen
  let untaken; // something was typed
  let at, from, reached; // the day of the keyboard, the first month that is shown, the day that is pointed at

  const earliest = () => (box().dataset.first ? dayOf(box().dataset.first) : -Infinity);
  const latest = () => Math.max(dayOf(box().dataset.today), last);
  const within = (day) => Math.max(earliest(), Math.min(latest(), day));
  const shown = () => (wide.matches ? 2 : 1);
  const fill = (text, ...values) => values.reduce((all, value) => all.replace('%s', value), text);
  const say = (text) => { document.getElementById('calendar-said').textContent = text; };

  function make(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }

  // ---- how dates are written in a field ----
  const dayFirst = () => box().dataset.format.startsWith('d');

  function write(day) {
    const [year, month, date] = isoOf(day).split('-');
    return dayFirst() ? `${date}/${month}/${year}` : isoOf(day);
  }

  // What somebody types: as the format says, with any or no marks between, without the year of today, or as addresses
  // have it. Undefined when it is no date.
  function read(text) {
    const numbers = text.trim().match(/^(\d{4})(\d\d)(\d\d)$/) && !dayFirst() ? text.trim().replace(/^(\d{4})(\d\d)/, '$1-$2-')
      : text.trim().replace(/^(\d\d)(\d\d)(\d{4})$/, '$1/$2/$3');
    const parts = numbers.split(/[-/. ]+/).map((part) => (/^\d{1,4}$/.test(part) ? Number(part) : NaN));
    if (parts.length === 2) parts[dayFirst() ? 'push' : 'unshift'](dateOf(dayOf(box().dataset.today)).getUTCFullYear());
    if (parts.length !== 3 || parts.some(Number.isNaN)) return undefined;
    const [year, month, date] = parts[0] > 31 || !dayFirst() ? parts : [parts[2], parts[1], parts[0]];
    const long = year < 100 ? 2000 + year : year, time = new Date(Date.UTC(long, month - 1, date));
    return long > 1000 && time.getUTCMonth() === month - 1 && time.getUTCDate() === date ? time / dayLength : undefined;
  }

  // ---- drawing ----
  function draw() {
    const count = shown(), grids = [];
    for (let i = 0; i < count; i++) {
      grids.push(drawMonth(from + i, i === 0 ? [step(0), step(1)] : [], i === count - 1 ? [step(2), step(3)] : []));
    }
    document.getElementById('calendar-months').replaceChildren(...grids);
    mark();
  }

  // step is one of the buttons that turn the months; it does nothing where there is nothing beyond.
  function step(which) {
    const button = document.getElementById('calendar-steps').content.children[which].cloneNode(true);
    const gone = button.dataset.step < 0 ? firstOf(from) <= earliest() : firstOf(from + shown()) > latest();
    if (gone) button.setAttribute('aria-disabled', 'true');
    return button;
  }

  function drawMonth(month, before, after) {
    const week = Number(box().dataset.week), start = firstOf(month), end = firstOf(month + 1);
    const id = `month-${month}`;
    const head = make('tr', {});
    for (let i = 0; i < 7; i++) {
      const day = dateOf(3 + ((week + i) % 7)); // 4 January 1970 was a Sunday
      head.append(make('th', { scope: 'col', abbr: weekdayName.format(day) }, weekdayShort.format(day).slice(0, 3).replace('.', '')));
    }
    const body = make('tbody', {});
    let row;
    for (let day = start - ((dateOf(start).getUTCDay() - week + 7) % 7); day < end; day++) {
      if (dateOf(day).getUTCDay() === week) body.append(row = make('tr', {}));
      row.append(day < start ? make('td', {}) : drawDay(day));
    }
    const title = make('div', { class: 'calendar__head' }, ...before, make('b', { id, 'aria-live': 'polite' }, monthName.format(dateOf(start))), ...after);
    return make('div', { class: 'calendar__month' }, title, make('table', { role: 'grid', 'aria-labelledby': id }, make('thead', {}, head), body));
  }

  function drawDay(day) {
    const cell = make('td', { role: 'gridcell' });
    cell.append(make('button', {
      type: 'button', 'data-day': day, tabindex: -1, 'aria-label': dayName.format(dateOf(day)),
      'aria-disabled': within(day) === day ? undefined : 'true',
      'aria-current': isoOf(day) === box().dataset.today ? 'date' : undefined,
    }, String(dateOf(day).getUTCDate())));
    return cell;
  }

  // mark shows what is chosen, or would be: nothing is drawn anew, so that nothing loses the focus.
  function mark() {
    const ends = began === undefined ? [first, last] : [began, reached ?? began].sort((a, b) => a - b);
    for (const button of document.querySelectorAll('#calendar-months [data-day]')) {
      const day = Number(button.dataset.day), cell = button.parentElement;
      cell.classList.toggle('in', day >= ends[0] && day <= ends[1]);
      cell.classList.toggle('edge', day === ends[0] || day === ends[1]);
      cell.setAttribute('aria-selected', String(day >= ends[0] && day <= ends[1]));
      button.tabIndex = day === at ? 0 : -1;
    }
  }

  function fillIn() {
    for (const input of box().querySelectorAll('[data-date]')) {
      input.value = write(input.dataset.date === 'from' ? first : last);
      input.removeAttribute('aria-invalid');
    }
  }

  // ---- choosing ----
  // open starts from what the form says.
  function open() {
    [first, last] = [dayOf(field('from').value), dayOf(field('to').value)];
    began = reached = undefined;
    untaken = false;
    at = within(last);
    from = monthOf(at) - shown() + 1;
    fillIn();
    say(box().dataset.choose);
    draw();
  }

  function choose(day) {
    if (within(day) !== day) return;
    at = day;
    if (began !== undefined) {
      take(Math.min(began, day), Math.max(began, day));
      close();
      return;
    }
    began = reached = day;
    mark();
    say(fill(box().dataset.until, dayShort.format(dateOf(day))));
  }

  // take is the one change that the form hears of.
  function take(one, other) {
    const before = field('from').value + field('to').value;
    [first, last, began, reached] = [one, other, undefined, undefined];
    [field('from').value, field('to').value] = [isoOf(first), isoOf(last)];
    fillIn();
    say(fill(box().dataset.chosen, dayShort.format(dateOf(first)), dayShort.format(dateOf(last))));
    if (field('from').value + field('to').value !== before) field('to').dispatchEvent(new Event('change', { bubbles: true }));
  }

  function close() {
    menu().open = false;
    menu().querySelector('summary').focus();
  }

  // go moves the keyboard to a day, and shows its month.
  function go(day) {
    at = within(day);
    if (began !== undefined) reached = at;
    const month = monthOf(at);
    if (month < from || month >= from + shown()) {
      from = month < from ? month : month - shown() + 1;
      draw();
    } else mark();
    box().querySelector(`[data-day="${at}"]`).focus();
  }

  function turn(months, button) {
    if (button.getAttribute('aria-disabled')) return;
    from += months;
    const date = dateOf(at).getUTCDate();
    if (monthOf(at) < from || monthOf(at) >= from + shown()) at = within(inMonth(months > 0 ? from : from + shown() - 1, date));
    draw();
    box().querySelector(`[data-step="${months}"]`).focus();
  }

  const back = (day, week) => (dateOf(day).getUTCDay() - week + 7) % 7;

  function moved(key, shift) {
    const week = Number(box().dataset.week), date = dateOf(at).getUTCDate();
    switch (key) {
      case 'ArrowLeft': return at - 1;
      case 'ArrowRight': return at + 1;
      case 'ArrowUp': return at - 7;
      case 'ArrowDown': return at + 7;
      case 'Home': return at - back(at, week);
      case 'End': return at + 6 - back(at, week);
      case 'PageUp': return inMonth(monthOf(at) - (shift ? 12 : 1), date);
      case 'PageDown': return inMonth(monthOf(at) + (shift ? 12 : 1), date);
    }
    return undefined;
  }

  // typed reads a field, and shows its month.
  function typed(input) {
    const day = read(input.value);
    untaken = true;
    if (day === undefined) {
      input.setAttribute('aria-invalid', 'true');
      say(box().dataset.bad);
      return;
    }
    input.removeAttribute('aria-invalid');
    input.value = write(day);
    at = day;
    if (monthOf(day) < from || monthOf(day) >= from + shown()) from = monthOf(day) - shown() + 1;
    draw();
  }

  // takeTyped takes what stands in the fields, unless it is no period; a first day after the last waits for another last.
  function takeTyped() {
    const [one, other] = ['from', 'to'].map((name) => read(box().querySelector(`[data-date="${name}"]`).value));
    untaken = false;
    if (one === undefined || other === undefined) return false;
    if (one <= other) {
      take(one, other);
      mark();
      return true;
    }
    began = reached = one;
    mark();
    box().querySelector('[data-date="to"]').setAttribute('aria-invalid', 'true');
    say(fill(box().dataset.backwards, dayShort.format(dateOf(other)), dayShort.format(dateOf(one))));
    return false;
  }

  // ---- listening ----
  document.addEventListener('toggle', ({ target }) => {
    if (box() && target === menu() && target.open) open();
  }, true);
  wide.addEventListener('change', () => { if (box() && menu().open) open(); });

  document.addEventListener('click', ({ target }) => {
    const button = target.closest?.('#calendar button');
    if (!button) return;
    if (button.dataset.day) choose(Number(button.dataset.day));
    else turn(Number(button.dataset.step), button);
  });
  for (const type of ['pointerover', 'focusin']) {
    document.addEventListener(type, ({ target }) => {
      const day = target.closest?.('#calendar-months [data-day]')?.dataset.day;
      if (day === undefined || began === undefined || Number(day) === reached) return;
      reached = within(Number(day));
      mark();
    });
  }

  document.addEventListener('keydown', (event) => {
    if (!event.target.closest?.('#calendar')) return;
    if (event.target.dataset.date && event.key === 'Enter') {
      event.preventDefault();
      typed(event.target);
      if (takeTyped()) close();
    }
    if (event.key === 'Escape' && began !== undefined) { // first what was begun, then the menu
      event.stopImmediatePropagation();
      began = reached = undefined;
      fillIn();
      mark();
      say(box().dataset.choose);
    }
    const day = event.target.dataset.day && !event.ctrlKey && !event.altKey && !event.metaKey ? moved(event.key, event.shiftKey) : undefined;
    if (day === undefined) return;
    event.preventDefault();
    go(day);
  }, true);

  // The fields are no conditions: the form hears of the dates alone.
  document.addEventListener('change', (event) => {
    if (!event.target.matches?.('[data-date]')) return;
    event.stopPropagation();
    typed(event.target);
  }, true);
  document.addEventListener('focusout', ({ target, relatedTarget }) => {
    if (target.matches?.('[data-date]') && !relatedTarget?.matches('[data-date]') && menu().open && untaken) takeTyped();
  });
})();
