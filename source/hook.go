package source

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"relato/conversation"
	"relato/internal/fault"
)

// Hook is a kind of live source: a service that sends what happens to an address of ours. All its functions are pure.
type Hook struct {
	Kind    string   // as addresses and the command line name it: "cloudapi"
	Options []Option // what a connection knows besides its name and secret
	Asked   bool     // it can also be asked for what it did not send

	// Handshake answers a GET by which a service asks whether the address is ours; nil = this kind never asks.
	Handshake func(Connection, Request) (answer string, err error)

	// Verify tells whether a request comes from the service: nil, or an error that wraps ErrSignature.
	Verify func(Connection, Request) error

	// Read says what a verified request brings. It never fails as a whole: what it cannot read is in Unread. Of the
	// request it may use Path, Body and At alone: nothing else is kept when it is to be read again.
	Read func(Connection, Request) Delivery
}

// Try is Read, but a panic makes the whole of a request unread, and is returned besides: what was sent is not lost.
func (h Hook) Try(c Connection, r Request) (brought Delivery, err error) {
	defer func() {
		if err != nil {
			brought = Delivery{Unread: []Unread{{Reason: err.Error()}}}
		}
	}()
	defer fault.Catch(&err)
	return h.Read(c, r), nil
}

// Connection is one live source as its owner has set it up, secrets opened.
type Connection struct {
	Kind    string
	ID      string // random, part of the address and of every id that is unique only within the source
	Name    string
	Secret  string
	Options map[string]string // by Option.Name; absent = not given
}

// Request is a request to a connection's address.
type Request struct {
	Path   string // what follows the connection's address, without slashes around it; mostly empty
	Query  url.Values
	Header http.Header
	Body   []byte    // as it came, which signatures are made over
	At     time.Time // when it came
}

// Delivery is what a request brings.
type Delivery struct {
	Items   []conversation.Item
	Unread  []Unread // kept raw until a later version understands it
	Ignored int      // things understood that no report counts: typing, groups, other people's events
}

// Unread is a part of a body that was not understood.
type Unread struct {
	Reason string // what, where, and what is accepted
	Raw    json.RawMessage
}

// Reasons are why what was not understood was not.
func (d Delivery) Reasons() (reasons []string) {
	for _, u := range d.Unread {
		reasons = append(reasons, u.Reason)
	}
	return reasons
}

// ErrSignature says that a request does not come from the service, or not with the secret that the connection has.
var ErrSignature = errors.New("the signature is missing or wrong")
