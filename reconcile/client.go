package reconcile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"relato/source"
)

// What is asked of a service at most, and waited for.
const (
	maxAnswer    = 64 << 20         // bytes of one answer
	answerWithin = 60 * time.Second // from asking to the last byte
	maxTries     = 6
	firstWait    = 500 * time.Millisecond // before the second try; doubled for each one after
	longestWait  = 2 * time.Minute        // that a service may ask for before we give up for now
	fetchers     = 8                      // conversations that are fetched at once
	stores       = 64                     // conversations that are stored at once
)

// client asks a service, at most so often, and again where its answer may be better later.
type client struct {
	base     *url.URL
	token    string
	http     *http.Client
	limit    *rate.Limiter
	wait     func(context.Context, time.Duration) error // of tests
	requests atomic.Int64
	quiet    atomic.Int64 // until when nothing is asked, because the service wants that; in Unix nanoseconds
	ahead    atomic.Int64 // how far the service's clock was ahead of ours when it last said, in nanoseconds
}

// errors of a service.
var (
	errGone    = errors.New("there is no such thing any more")
	errRefused = errors.New("the service does not take the token; give it one of an administrator of the account, and if nginx stands before it, let it pass headers with underscores (underscores_in_headers on)")
	errTooLong = fmt.Errorf("the answer has more than %d MiB", maxAnswer>>20)
)

// newClient is a client for the address of a service. It is an error where that is no address to send a token to.
func newClient(address, token string, perMinute int) (*client, error) {
	base, err := url.Parse(strings.TrimRight(address, "/"))
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "" || base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		return nil, errors.New("the option url must be the address of the service, such as https://chat.example.com")
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost, transport.MaxConnsPerHost = fetchers+1, fetchers+1
	transport.DialContext = (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	return &client{
		base: base, token: token, limit: rate.NewLimiter(rate.Limit(float64(perMinute)/60), max(1, perMinute/60)), wait: sleep,
		http: &http.Client{Transport: transport, Timeout: answerWithin, CheckRedirect: sameHost},
	}, nil
}

// elsewhere says where the service leads and nobody goes. Asking again does not help.
type elsewhere struct{ error }

// sameHost follows a service within itself and nowhere else, since what follows carries the token.
func sameHost(next *http.Request, before []*http.Request) error {
	first := before[0].URL
	switch {
	case next.URL.Scheme != first.Scheme || next.URL.Host != first.Host:
		return elsewhere{fmt.Errorf("the service leads to %s://%s; give the source that address if it is the right one", next.URL.Scheme, next.URL.Host)}
	case len(before) > 3:
		return elsewhere{errors.New("the service leads in a circle")}
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// failure is an answer that was not what was asked for.
type failure struct {
	cause error
	again bool          // the same may go well later
	after time.Duration // the service asked to wait so long; 0 = it did not say
}

func (f *failure) Error() string { return f.cause.Error() }
func (f *failure) Unwrap() error { return f.cause }

// get asks for a path and gives what read makes of the answer. It asks again where that may help: when the service is
// busy or broken, when the answer did not come, or not all of it.
func (c *client) get(ctx context.Context, path string, query url.Values, read func(body []byte) error) error {
	for try := 1; ; try++ {
		body, err := c.once(ctx, path, query)
		if err == nil {
			if err = read(body); err != nil {
				err = &failure{cause: err, again: errors.Is(err, source.ErrCut)}
			}
		}
		var f *failure
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case !errors.As(err, &f) || !f.again || try == maxTries || f.after > longestWait:
			return fmt.Errorf("%s: %w", path, err)
		}
		if f.after > 0 {
			c.quiet.Store(max(c.quiet.Load(), time.Now().Add(f.after).UnixNano()))
		}
		pause := firstWait << (try - 1)
		pause = f.after + pause/2 + rand.N(pause) //nolint:gosec // only so that not all come at once
		if err := c.wait(ctx, pause); err != nil {
			return err
		}
	}
}

// once asks once.
func (c *client) once(ctx context.Context, path string, query url.Values) ([]byte, error) {
	if quiet := time.Until(time.Unix(0, c.quiet.Load())); quiet > 0 {
		if err := c.wait(ctx, quiet); err != nil {
			return nil, err
		}
	}
	if err := c.limit.Wait(ctx); err != nil {
		return nil, err
	}
	address := *c.base
	address.Path, address.RawQuery = address.Path+path, query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Api_access_token", c.token)
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "Relato")
	c.requests.Add(1)
	answer, err := c.http.Do(request)
	if err != nil {
		return nil, &failure{cause: withoutAddress(err), again: !errors.As(err, new(elsewhere))}
	}
	defer answer.Body.Close()
	if date, err := http.ParseTime(answer.Header.Get("Date")); err == nil {
		c.ahead.Store(int64(time.Until(date)))
	}
	if answer.StatusCode != http.StatusOK {
		_, _ = io.CopyN(io.Discard, answer.Body, 1<<16) // so that the connection can be used again
		return nil, refusal(answer)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, &failure{cause: fmt.Errorf("the answer ends too early: %w", withoutAddress(err)), again: true}
	case len(body) > maxAnswer:
		return nil, &failure{cause: errTooLong}
	}
	return body, nil
}

// withoutAddress leaves out of an error what stands before it in every case.
func withoutAddress(err error) error {
	var e *url.Error
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// refusal is what an answer without what was asked for means.
func refusal(a *http.Response) *failure {
	switch code := a.StatusCode; {
	case code == http.StatusNotFound:
		return &failure{cause: errGone}
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		return &failure{cause: fmt.Errorf("%s: %w", a.Status, errRefused)}
	case code == http.StatusTooManyRequests, code == http.StatusRequestTimeout, code >= 500:
		return &failure{cause: errors.New(a.Status), again: true, after: retryAfter(a.Header.Get("Retry-After"))}
	}
	return &failure{cause: errors.New(a.Status)}
}

// retryAfter is how long a service asks to wait: seconds, or until a time.
func retryAfter(header string) time.Duration {
	if seconds, err := strconv.Atoi(header); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, 1<<20)) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}
