package source

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"relato/conversation"
)

// ChatwootSync reads an account of Chatwoot by its REST API. Chatwoot sends each webhook once and drops it when that
// fails, so what webhooks miss is found here; it is also how an account's past comes in. All of it may be read again and
// again: the same things come to the same events.
type ChatwootSync struct {
	Connection Connection // with the options url, account and api-token
	Client     *http.Client
	Now        func() time.Time
	Pause      time.Duration // between requests, so that Chatwoot has time for its users
}

// Synced is what one conversation of Chatwoot comes to.
type Synced struct {
	Items  []conversation.Item
	Thread string
	Labels []string // all that it has now: who knows what it had sees which changed
	At     int64    // when it changed last, in Unix milliseconds
}

// Run yields every conversation that changed since a time, each once; the zero time is all there are. It stops at the
// first error that does not pass; what was yielded before is whole.
func (s *ChatwootSync) Run(ctx context.Context, since time.Time, yield func(Synced) error) error {
	seen := map[int64]bool{} // a conversation that something happens in meanwhile moves between pages
	each := func(conversations []chatwootConversation) error {
		for i := range conversations {
			c := &conversations[i]
			if seen[c.ID] || int64(max(c.LastAt, c.UpdatedAt)) < since.UnixMilli() && !since.IsZero() {
				continue
			}
			seen[c.ID] = true
			synced, err := s.conversation(ctx, c)
			if err == nil {
				err = yield(synced)
			}
			if err != nil {
				return fmt.Errorf("conversation %d: %w", c.ID, err)
			}
		}
		return nil
	}
	if !since.IsZero() {
		// One answer with all that changed, also without any activity; versions that do not know the question give a page.
		within := int64(s.Now().Sub(since).Seconds()) + 1
		changed, err := s.list(ctx, url.Values{"updated_within": {strconv.FormatInt(max(within, 1), 10)}})
		if err == nil {
			err = each(changed)
		}
		if err != nil {
			return err
		}
	}
	for page := 1; ; page++ {
		conversations, err := s.list(ctx, url.Values{"sort_by": {"last_activity_at_desc"}, "page": {strconv.Itoa(page)}})
		if err == nil {
			err = each(conversations)
		}
		if err != nil || len(conversations) == 0 || int64(conversations[len(conversations)-1].LastAt) < since.UnixMilli() && !since.IsZero() {
			return err
		}
	}
}

// Ratings yields the answers to surveys since a time, which webhooks may have missed.
func (s *ChatwootSync) Ratings(ctx context.Context, since time.Time, yield func(Synced) error) error {
	for page := 1; ; page++ {
		query := url.Values{"page": {strconv.Itoa(page)}, "sort": {"-created_at"}}
		if !since.IsZero() {
			query.Set("since", strconv.FormatInt(since.Unix(), 10))
			query.Set("until", strconv.FormatInt(s.Now().Add(time.Hour).Unix(), 10))
		}
		var answers []struct {
			Rating         int          `json:"rating"`
			Feedback       string       `json:"feedback_message"`
			MessageID      int64        `json:"message_id"`
			ConversationID int64        `json:"conversation_id"`
			CreatedAt      chatwootTime `json:"created_at"`
		}
		if err := s.get(ctx, "csat_survey_responses", query, &answers); err != nil {
			return err
		}
		if len(answers) == 0 {
			return nil
		}
		for _, a := range answers {
			if a.Rating < 1 || a.Rating > 5 || a.ConversationID <= 0 || a.MessageID <= 0 || a.CreatedAt <= 0 {
				return fmt.Errorf("csat_survey_responses: %+v is no answer to a survey", a)
			}
			w := chatwootReader{id: s.Connection.ID}
			thread := w.thread(a.ConversationID)
			w.add(conversation.ThreadEvents{
				Thread: conversation.Thread{ID: thread, Lifecycle: conversation.Explicit},
				Events: []conversation.Event{{
					Kind: conversation.Rating, Key: "rating:" + strconv.FormatInt(a.MessageID, 10), At: int64(a.CreatedAt),
					Score: a.Rating, Comment: a.Feedback,
				}},
			})
			if err := yield(Synced{Items: w.items, Thread: thread}); err != nil {
				return err
			}
		}
	}
}

// Directory is what the account says of its agents and inboxes.
func (s *ChatwootSync) Directory(ctx context.Context) ([]conversation.Item, error) {
	w := chatwootReader{id: s.Connection.ID}
	var agents []chatwootPerson
	if err := s.get(ctx, "agents", nil, &agents); err != nil {
		return nil, err
	}
	for i := range agents {
		if agents[i].ID > 0 {
			w.agent(&agents[i])
		}
	}
	var inboxes struct {
		Payload []chatwootInbox `json:"payload"`
	}
	if err := s.get(ctx, "inboxes", nil, &inboxes); err != nil {
		return nil, err
	}
	for i := range inboxes.Payload {
		w.inbox(&inboxes.Payload[i])
	}
	return w.items, nil
}

// list reads conversations of any status, by whomever they are answered.
func (s *ChatwootSync) list(ctx context.Context, query url.Values) ([]chatwootConversation, error) {
	var body struct {
		Data struct {
			Payload []chatwootConversation `json:"payload"`
		} `json:"data"`
	}
	query.Set("status", "all")
	query.Set("assignee_type", "all")
	err := s.get(ctx, "conversations", query, &body)
	return body.Data.Payload, err
}

// conversation reads a conversation with all its messages and its contact's labels.
func (s *ChatwootSync) conversation(ctx context.Context, c *chatwootConversation) (Synced, error) {
	w := chatwootReader{id: s.Connection.ID}
	t, err := w.conversation(c)
	if err != nil {
		return Synced{}, err
	}
	messages, err := s.messages(ctx, c.ID)
	if err != nil {
		return Synced{}, err
	}
	line := conversation.ThreadEvents{Thread: t}
	for i := range messages {
		events, err := w.message(&messages[i], c.UpdatedAt)
		if err != nil {
			return Synced{}, err
		}
		if messages[i].ContentType == "input_csat" && len(events) > 1 {
			events = events[:1] // Ratings knows when it was answered
		}
		line.Events = append(line.Events, events...)
	}
	line.Events = append(line.Events, s.state(&w, c, messages)...)
	if err := s.contactLabels(ctx, &w, c); err != nil {
		return Synced{}, err
	}
	w.add(line)
	return Synced{Items: w.items, Thread: t.ID, Labels: c.Labels, At: int64(c.UpdatedAt)}, nil
}

// state are the events that a conversation's present state proves: to whom it is assigned, and that it is closed. When it
// was closed stands in the last line that Chatwoot wrote into it, if nobody wrote after; else it is when it changed last.
func (s *ChatwootSync) state(w *chatwootReader, c *chatwootConversation, messages []chatwootMessage) []conversation.Event {
	var events []conversation.Event
	last := chatwootTime(0)
	noted := chatwootTime(0)
	for i := range messages {
		m := &messages[i]
		switch {
		case m.Type == chatwootActivity:
			noted = max(noted, m.CreatedAt)
		case !m.Private && m.ContentType != "input_csat":
			last = max(last, m.CreatedAt)
		}
	}
	at := c.UpdatedAt
	if noted >= last && noted > 0 {
		at = min(at, noted)
	}
	if agent := w.assignee(c); agent != "" && last > 0 {
		events = append(events, conversation.Event{
			Kind: conversation.Assign, Key: fmt.Sprintf("assigned:%s:%d", agent, at), At: int64(at), Agent: agent,
		})
	}
	if c.Status == "resolved" {
		e := w.closing(c)
		e.Key, e.At = fmt.Sprintf("closed:%d", at), int64(at)
		events = append(events, e)
	}
	return events
}

// messages reads all messages of a conversation, oldest first.
func (s *ChatwootSync) messages(ctx context.Context, id int64) ([]chatwootMessage, error) {
	var all []chatwootMessage
	after := int64(0)
	for {
		var body struct {
			Payload []chatwootMessage `json:"payload"`
		}
		query := url.Values{"after": {strconv.FormatInt(after, 10)}}
		if err := s.get(ctx, "conversations/"+strconv.FormatInt(id, 10)+"/messages", query, &body); err != nil {
			return nil, err
		}
		newest := after
		for _, m := range body.Payload {
			if m.ID > after {
				all = append(all, m)
				newest = max(newest, m.ID)
			}
		}
		if newest == after {
			return all, nil
		}
		after = newest
	}
}

// contactLabels reads the labels of a conversation's contact, which are contact tags.
func (s *ChatwootSync) contactLabels(ctx context.Context, w *chatwootReader, c *chatwootConversation) error {
	if c.Meta.Sender == nil || c.Meta.Sender.ID <= 0 {
		return nil
	}
	var body struct {
		Payload []string `json:"payload"`
	}
	err := s.get(ctx, "contacts/"+strconv.FormatInt(c.Meta.Sender.ID, 10)+"/labels", nil, &body)
	if errors.Is(err, errChatwootGone) {
		return nil
	}
	if err != nil {
		return err
	}
	tags := tagSet(body.Payload)
	w.add(conversation.ContactLine{ID: w.name('p', c.Meta.Sender.ID), At: s.Now().UnixMilli(), Tags: &tags})
	return nil
}

// How requests are tried again.
const (
	chatwootTries   = 6
	chatwootWait    = time.Second // before the second try; it doubles
	chatwootLongest = time.Minute // that an answer may ask us to wait
	chatwootBody    = 64 << 20    // bytes of an answer
)

// errChatwootGone says that there is nothing at an address.
var errChatwootGone = errors.New("there is no such thing in Chatwoot")

// get reads what the API has at a path. What passes is tried again, as Retry-After asks or ever more slowly.
func (s *ChatwootSync) get(ctx context.Context, path string, query url.Values, into any) error {
	base := strings.TrimRight(s.Connection.Options["url"], "/")
	address := base + "/api/v1/accounts/" + url.PathEscape(s.Connection.Options["account"]) + "/" + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	wait := chatwootWait
	for try := 1; ; try++ {
		if err := sleep(ctx, s.Pause); err != nil {
			return err
		}
		asked, err := s.once(ctx, address, into)
		var passing passingError
		if err == nil || !errors.As(err, &passing) || try == chatwootTries {
			return err
		}
		if asked <= 0 {
			asked = wait
			wait *= 2
		}
		if err := sleep(ctx, min(asked, chatwootLongest)); err != nil {
			return err
		}
	}
}

// passingError is one after which the same may be tried again.
type passingError struct{ error }

func (e passingError) Unwrap() error { return e.error }

// once asks once; wait is how long the answer wants us to wait before the next time.
func (s *ChatwootSync) once(ctx context.Context, address string, into any) (wait time.Duration, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, fmt.Errorf("the address of Chatwoot: %w", err)
	}
	request.Header.Set("api_access_token", s.Connection.Options["api-token"])
	request.Header.Set("Accept", "application/json")
	answer, err := s.Client.Do(request)
	if err != nil {
		return 0, passingError{fmt.Errorf("ask Chatwoot: %w", err)}
	}
	defer answer.Body.Close()
	switch code := answer.StatusCode; {
	case code == http.StatusOK:
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		return 0, fmt.Errorf("the API of Chatwoot answers %s: the API token is wrong or may not see account %s", answer.Status, s.Connection.Options["account"])
	case code == http.StatusNotFound:
		return 0, fmt.Errorf("%w (%s)", errChatwootGone, request.URL.Path)
	case code == http.StatusTooManyRequests, code >= http.StatusInternalServerError:
		seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
		return time.Duration(seconds) * time.Second, passingError{fmt.Errorf("the API of Chatwoot answers %s to %s", answer.Status, request.URL.Path)}
	default:
		return 0, fmt.Errorf("the API of Chatwoot answers %s to %s", answer.Status, request.URL.Path)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, chatwootBody+1))
	if err != nil {
		return 0, passingError{fmt.Errorf("read Chatwoot's answer: %w", err)}
	}
	if len(body) > chatwootBody {
		return 0, fmt.Errorf("the answer of Chatwoot to %s is longer than %d MiB", request.URL.Path, chatwootBody>>20)
	}
	if err := json.Unmarshal(body, into); err != nil {
		return 0, fmt.Errorf("the answer of Chatwoot to %s: %w", request.URL.Path, err)
	}
	return 0, nil
}

// sleep waits, unless the context ends.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
