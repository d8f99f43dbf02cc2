package naive

import (
	"testing"
	"time"

	"relato/conversation"
)

// ms is a UTC time in milliseconds.
func ms(s string) int64 {
	for _, layout := range []string{"2006-01-02 15:04:05.000", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UnixMilli()
		}
	}
	panic(s)
}

// sec is a UTC time in seconds.
func sec(s string) int64 { return ms(s) / 1000 }

func contactSays(key, at string) conversation.Event {
	return conversation.Event{Key: key, Kind: conversation.Message, At: ms(at), From: conversation.FromContact}
}

func agentSays(key, at, agent string) conversation.Event {
	return conversation.Event{Key: key, Kind: conversation.Message, At: ms(at), From: conversation.FromAgent, Agent: agent}
}

func flowSays(key, at string) conversation.Event {
	return conversation.Event{Key: key, Kind: conversation.Message, At: ms(at), From: conversation.FromFlow}
}

// something is an event of a kind that needs no more than an agent.
func something(kind conversation.Kind, at, agent string) conversation.Event {
	return conversation.Event{Key: kind.String() + at, Kind: kind, At: ms(at), Agent: agent}
}

func tagged(kind conversation.Kind, at, tag string) conversation.Event {
	return conversation.Event{Key: kind.String() + at + tag, Kind: kind, At: ms(at), Tag: tag}
}

func rated(at string, score int) conversation.Event {
	return conversation.Event{Key: "rating" + at, Kind: conversation.Rating, At: ms(at), Score: score}
}

var (
	explicit = conversation.Thread{ID: "c", Channel: "w", Contact: "p"}
	silent   = conversation.Thread{ID: "c", Channel: "w", Contact: "p", Lifecycle: conversation.Inactivity}
)

// fold folds a thread with a silence of 24 h, by a clock that stands long after all events.
func fold(thread conversation.Thread, events ...conversation.Event) []Conversation {
	return Fold(thread, events, 24*time.Hour, time.Unix(sec("2030-01-01 00:00"), 0))
}

// one folds a thread that is one conversation.
func one(t *testing.T, thread conversation.Thread, events ...conversation.Event) Conversation {
	t.Helper()
	all := fold(thread, events...)
	if len(all) != 1 {
		t.Fatalf("%d conversations, want 1: %+v", len(all), all)
	}
	return all[0]
}

func equal[V comparable](t *testing.T, what string, got, want V) {
	t.Helper()
	if got != want {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func date(y int, m time.Month, d int) conversation.Date {
	return conversation.Date{Year: y, Month: m, Day: d}
}
