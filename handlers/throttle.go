package handlers

import (
	"context"
	"hash/maphash"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// What attempts to sign in may fail: so many at once, and one more as often as this. An account bears fewer than an
// address, which a whole office may share.
const (
	addressBurst, addressEvery = 30, 10 * time.Second
	accountBurst, accountEvery = 10, 30 * time.Second
)

// checkers is how many passwords are checked side by side. Each takes 19 MiB and a core for a while.
const checkers = 2

// counters are shared by names.
type counters [4096]*rate.Limiter

// throttle slows down who guesses passwords. Names share a fixed number of counters, so that its memory does not grow
// with what strangers send; the seed is secret, so that nobody can choose with whom to share.
type throttle struct {
	seed      maphash.Seed
	addresses counters
	accounts  counters
	guesses   counters // of links, by address
	checking  chan struct{}
}

func newThrottle() *throttle {
	t := &throttle{seed: maphash.MakeSeed(), checking: make(chan struct{}, checkers)}
	for i := range t.addresses {
		t.addresses[i] = rate.NewLimiter(rate.Every(addressEvery), addressBurst)
		t.accounts[i] = rate.NewLimiter(rate.Every(accountEvery), accountBurst)
		t.guesses[i] = rate.NewLimiter(rate.Every(addressEvery), addressBurst)
	}
	return t
}

// begin waits for its turn to check a password. It says how long to wait before there may be another attempt, 0 = now;
// then done must be called with how it went.
func (t *throttle) begin(ctx context.Context, now time.Time, address, account string) (done func(ok bool), wait time.Duration) {
	select {
	case t.checking <- struct{}{}:
	case <-ctx.Done():
		return nil, time.Second
	}
	byAddress := t.limiter(&t.addresses, address)
	byAccount := t.limiter(&t.accounts, strings.ToLower(strings.TrimSpace(account)))
	wait = max(missing(byAddress, now, addressEvery), missing(byAccount, now, accountEvery))
	if wait > 0 {
		<-t.checking
		return nil, wait
	}
	return func(ok bool) {
		if !ok {
			byAddress.AllowN(now, 1)
			byAccount.AllowN(now, 1)
		}
		<-t.checking
	}, 0
}

func (t *throttle) limiter(of *counters, name string) *rate.Limiter {
	return of[maphash.String(t.seed, name)%uint64(len(of))]
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
	return !t.limiter(&t.guesses, address).AllowN(now, 1)
}
