package handlers

import (
	"context"
	"hash/maphash"
	"net/netip"
	"time"

	"golang.org/x/time/rate"
)

// What attempts to sign in may fail: so many at once, and one more as often as this. An account bears fewer than an
// address, which a whole office may share. Codes of a second factor are short, so they bear fewer still.
const (
	addressBurst, addressEvery = 30, 10 * time.Second
	accountBurst, accountEvery = 10, 30 * time.Second
	codeBurst, codeEvery       = 5, time.Minute
)

// checkers is how many passwords are checked side by side. Each takes 19 MiB and a core for a while.
const checkers = 2

// counters are shared by names. They have one more as often as every.
type counters struct {
	every    time.Duration
	limiters [4096]*rate.Limiter
}

func newCounters(burst int, every time.Duration) *counters {
	c := &counters{every: every}
	for i := range c.limiters {
		c.limiters[i] = rate.NewLimiter(rate.Every(every), burst)
	}
	return c
}

// throttle slows down who guesses passwords. Names share a fixed number of counters, so that its memory does not grow
// with what strangers send; the seed is secret, so that nobody can choose with whom to share.
type throttle struct {
	seed      maphash.Seed
	addresses *counters
	accounts  *counters
	devices   *counters // browsers in which an account has signed in before
	codes     *counters // of second factors, by user
	guesses   *counters // of links, by address
	checking  chan struct{}
}

func newThrottle() *throttle {
	return &throttle{
		seed: maphash.MakeSeed(), checking: make(chan struct{}, checkers),
		addresses: newCounters(addressBurst, addressEvery), accounts: newCounters(accountBurst, accountEvery),
		devices: newCounters(accountBurst, accountEvery), codes: newCounters(codeBurst, codeEvery),
		guesses: newCounters(addressBurst, addressEvery),
	}
}

// count is what an attempt counts against.
type count struct {
	of   *counters
	name string
}

// strangersCounts are those of an attempt to sign in by who has not been here before.
func (t *throttle) strangersCounts(address, account string) []count {
	return []count{{t.addresses, placeOf(address)}, {t.accounts, account}}
}

// onePlace is how many bits of an IPv6 address one line to the internet has for itself.
const onePlace = 64

// placeOf is where an address is counted: who has one of IPv6 has 2^64 of them.
func placeOf(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Unmap().Is4() {
		return address
	}
	prefix, err := ip.WithZone("").Prefix(onePlace)
	if err != nil {
		return address
	}
	return prefix.String()
}

// begin waits for its turn to check a password or code. It says how long to wait before there may be another attempt,
// 0 = now; then done must be called with how it went.
func (t *throttle) begin(ctx context.Context, now time.Time, counts []count) (done func(ok bool), wait time.Duration) {
	select {
	case t.checking <- struct{}{}:
	case <-ctx.Done():
		return nil, time.Second
	}
	for _, c := range counts {
		wait = max(wait, missing(t.limiter(c), now, c.of.every))
	}
	if wait > 0 {
		<-t.checking
		return nil, wait
	}
	return func(ok bool) {
		for _, c := range counts {
			if !ok {
				t.limiter(c).AllowN(now, 1)
			}
		}
		<-t.checking
	}, 0
}

func (t *throttle) limiter(c count) *rate.Limiter {
	return c.of.limiters[maphash.String(t.seed, c.name)%uint64(len(c.of.limiters))]
}

// missing is how long it takes until one more attempt is allowed.
func missing(l *rate.Limiter, now time.Time, every time.Duration) time.Duration {
	if tokens := l.TokensAt(now); tokens < 1 {
		return max(time.Duration((1-tokens)*float64(every)), time.Millisecond)
	}
	return 0
}

// guessed counts an address that opened a link that there is not, and tells whether it did so too often. Who has a link
// never waits.
func (t *throttle) guessed(now time.Time, address string) (tooOften bool) {
	return !t.limiter(count{t.guesses, placeOf(address)}).AllowN(now, 1)
}
