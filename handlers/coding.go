package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// refusedCoding forgets what a request says of compression where it does not take gzip: what compresses answers looks for
// no more than the word, and would find it in gzip;q=0.
func refusedCoding(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if h := c.Request().Header; !takesGzip(h) {
			h.Del(echo.HeaderAcceptEncoding)
		}
		return next(c)
	}
}

// takesGzip tells whether a request names gzip among the codings that it takes, as RFC 9110, 12.4.2 and 12.5.3, has it: a
// weight of 0 is a refusal. A weight that is no number is none.
func takesGzip(h http.Header) bool {
	for coding := range strings.SplitSeq(strings.Join(h.Values(echo.HeaderAcceptEncoding), ","), ",") {
		name, weight, _ := strings.Cut(coding, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		key, value, _ := strings.Cut(weight, "=")
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		refused := strings.EqualFold(strings.TrimSpace(key), "q") && err == nil && q == 0
		return !refused
	}
	return false
}
