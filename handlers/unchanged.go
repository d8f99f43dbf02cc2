package handlers

import (
	"fmt"
	"hash/maphash"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// The entity tag of an answer is made of all that the answer depends on, so that who asks again for what has not changed
// gets a 304 before any report is made:
//
//   - the address, whose query is the state of a report, and for the defaults in it the days that they mean;
//   - the state of what reports depend on, and for pages the version of the whole database, since their frame shows
//     more than reports;
//   - who asks, as a whole, so that nothing that a visitor may or may not see can be forgotten; on pages also the browser's
//     cookies, which hold how they like it;
//   - the language, and whether HTMX asks for a part, and for the same address again, which is another header;
//   - on pages the hour: they say what is today, and which hour, day, week or month is not over;
//   - this process, by a seed that is its own: another build may draw another page, with other headers.
//
// Silence that ends conversations changes the revision. Pages that show how long somebody has been waiting change with
// every second and have no tag. The time at which a page says it was updated is not part of it: that is when its numbers
// were new.

// tagSeed makes the tags of this process unlike those of any other.
var tagSeed = maphash.MakeSeed()

// unchanged gives an answer the tag of what it is made of, and tells whether the client has that answer already; then a
// 304 was sent. It comes before any other header that only a whole answer has.
func unchanged(c echo.Context, parts ...any) (bool, error) {
	var h maphash.Hash
	h.SetSeed(tagSeed)
	for _, part := range parts {
		fmt.Fprintf(&h, "%q\n", fmt.Sprint(part))
	}
	// Weak, because compression changes the bytes.
	tag := fmt.Sprintf(`W/"%016x"`, h.Sum64())
	c.Response().Header().Set("ETag", tag)
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-cache")
	if !matches(c.Request().Header.Values("If-None-Match"), tag) {
		return false, nil
	}
	return true, c.NoContent(http.StatusNotModified)
}

// matches tells whether one of the tags that a client has is a tag. Whether it says that they are weak does not matter.
func matches(headers []string, tag string) bool {
	tag = strings.TrimPrefix(tag, "W/")
	for _, header := range headers {
		for one := range strings.SplitSeq(header, ",") {
			if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
				return true
			}
		}
	}
	return false
}

// unchangedPage is unchanged for a page of a report.
func (s *Server) unchangedPage(c echo.Context, v visitor, q query, path string) (bool, error) {
	r := c.Request()
	version, err := s.DB.Version(r.Context())
	if err != nil {
		return false, err
	}
	hour := q.account.Now.In(q.account.Zone).Format("2006-01-02 15")
	return unchanged(c, r.URL.RequestURI(), q.address(path), q.account.State(), version, v,
		r.Header.Values("Cookie"), q.lang, wantsPart(r), refreshes(r), hour)
}

// unchangedFile is unchanged for a file of a report.
func (s *Server) unchangedFile(c echo.Context, v visitor, q query, path string) (bool, error) {
	return unchanged(c, c.Request().URL.RequestURI(), q.address(path), q.account.State(), v, q.lang)
}
