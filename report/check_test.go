package report_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"relato/conversation"
	"relato/report"
)

// TestCheckFailsWhenItCannotLook: no question that could be asked is no agreement.
func TestCheckFailsWhenItCannotLook(t *testing.T) {
	x := report.NewIndex(&impatient{}, func() time.Time { return benchNow })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if found, compared, err := x.Check(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %d compared, %v", found, compared, err)
	}
}

// delivered is a source to which a conversation comes each so many looks.
type delivered struct {
	steps
	every, looks int
}

func (s *delivered) Revision(ctx context.Context) (int64, error) {
	if s.looks++; s.looks%s.every == 0 {
		s.steps = append(s.steps, come(len(s.steps)))
	}
	return s.steps.Revision(ctx)
}

// come feeds a conversation that began a while ago.
func come(thread int) func(conversation.Feed) error {
	return func(feed conversation.Feed) error {
		c := conversation.Record{Thread: int64(thread), ID: fmt.Sprint("c", thread)}
		c.Number, c.Origin, c.SurveyAt, c.ClosedAt = 1, conversation.Inbound, conversation.None, conversation.None
		c.StartedAt = benchNow.Unix() - 3600
		return feed.Conversation(&c)
	}
}

// TestCheckBesideDeliveries: what comes in between two reports is no disagreement, and what is asked again agrees.
func TestCheckBesideDeliveries(t *testing.T) {
	compared := 0
	for every := 1; every < 20; every++ {
		x := report.NewIndex(&delivered{steps: steps{come(0)}, every: every}, func() time.Time { return benchNow })
		found, n, err := x.Check(t.Context())
		if err != nil || len(found) > 0 {
			t.Errorf("one every %d looks: %v, %v", every, found, err)
		}
		compared += n
	}
	if compared == 0 {
		t.Error("nothing was compared")
	}
}
