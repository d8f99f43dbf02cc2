package source

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// Option is one setting of a connection.
type Option struct {
	Name     string // a flag without dashes: "verify-token"
	Required bool
	Secret   bool   // sealed in the database and never shown again
	Lasting  bool   // stays as it was first given: it says whose conversations these are
	Receives string // the secret option that is sent to this address: who changes one gives the other again

	// Check tells what is wrong with a value that is not empty, and what is accepted; nil = nothing ever is. What was stored
	// before there was a check stays as it is.
	Check func(value string) error
}

// Wrong is what is wrong with the value of an option; nil when nothing is, or none is given.
func (o Option) Wrong(value string) error {
	if o.Check == nil || value == "" {
		return nil
	}
	return o.Check(value)
}

// How often a service is asked for what it did not send: minutes from one run to the next, 0 = never, and requests a minute.
const (
	MostEvery = 7 * 24 * 60
	MostRate  = 1_000_000
)

// checkAddress accepts the address of a service.
func checkAddress(value string) error {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return errors.New("accepted is the address of a service, such as https://chat.example.com")
	}
	return nil
}

// checkWhole accepts whole numbers.
func checkWhole(least, most int) func(string) error {
	return func(value string) error {
		if n, err := strconv.Atoi(value); err != nil || n < least || n > most {
			return fmt.Errorf("accepted are whole numbers from %d to %d", least, most)
		}
		return nil
	}
}

// checkNumber accepts the numbers by which a service knows its own.
func checkNumber(value string) error {
	if _, err := strconv.ParseUint(value, 10, 64); err != nil {
		return errors.New("accepted are numbers, such as 1")
	}
	return nil
}

// checkHeader accepts names of headers (RFC 9110, 5.1).
func checkHeader(value string) error {
	const others = "!#$%&'*+-.^_`|~"
	if strings.ContainsFunc(value, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && !strings.ContainsRune(others, r)
	}) {
		return errors.New("accepted is the name of a header, such as Authorization")
	}
	return nil
}

// checkWriter accepts who may write through the API of a service.
func checkWriter(value string) error {
	if value = strings.TrimSpace(value); !strings.EqualFold(value, "agent") && !strings.EqualFold(value, "flow") {
		return errors.New("accepted are agent and flow")
	}
	return nil
}

// checkLabels accepts labels by their numbers.
func checkLabels(value string) error {
	for pair := range strings.SplitSeq(value, ";") {
		number, name, _ := strings.Cut(pair, "=")
		if strings.TrimSpace(pair) != "" && (strings.TrimSpace(number) == "" || tagNamed(name) == "") {
			return errors.New("accepted are labels by their numbers, such as 3=VIP;4=New")
		}
	}
	return nil
}
