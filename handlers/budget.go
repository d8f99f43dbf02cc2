package handlers

import (
	"fmt"
	"io"
	"net/http"
	"sync/atomic"

	"github.com/labstack/echo/v4"

	"relato/db"
)

// The memory that deliveries may take on their way to the disk.
const (
	maxDelivery  = 10 << 20 // bytes of one body
	maxInFlight  = 64 << 20 // bytes of all bodies at once
	leastCharged = 16 << 10 // what a delivery is taken to need at least
)

// budget is the memory that deliveries share. What does not fit is sent back before it is read.
type budget struct{ taken atomic.Int64 }

// read reads a body. Its memory is taken as it comes in, so that a slow or lying sender takes none that it does not
// fill. free must be called when the delivery is done, also after an error.
func (b *budget) read(r *http.Request) (body []byte, free func(), err error) {
	taken := int64(0)
	free = func() { b.taken.Add(-taken) }
	grow := func(to int64) bool {
		if b.taken.Add(to-taken) > maxInFlight {
			b.taken.Add(taken - to)
			return false
		}
		taken = to
		return true
	}
	busy := fmt.Errorf("%w: %d bytes of deliveries are under way already", db.ErrLater, maxInFlight)
	if r.ContentLength > maxDelivery {
		return nil, free, tooLarge()
	}
	if !grow(leastCharged) {
		return nil, free, busy
	}
	body = make([]byte, 0, min(max(r.ContentLength, 511)+1, leastCharged)) // one more, to see the end
	for {
		n, err := r.Body.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		switch {
		case len(body) > maxDelivery:
			return nil, free, tooLarge()
		case err == io.EOF:
			return body, free, nil
		case err != nil:
			return nil, free, echo.NewHTTPError(http.StatusBadRequest, "the body ended early").SetInternal(err)
		}
		if len(body) < cap(body) {
			continue
		}
		larger := min(2*cap(body), maxDelivery+1)
		if !grow(max(int64(larger), leastCharged)) {
			return nil, free, busy
		}
		body = append(make([]byte, 0, larger), body...)
	}
}

func tooLarge() error {
	return echo.NewHTTPError(http.StatusRequestEntityTooLarge, fmt.Sprintf("a delivery may have at most %d bytes", maxDelivery))
}
