package views

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"relato/conversation"
	"relato/report"
)

// storyData is the page of one conversation ready to be drawn.
type storyData struct {
	Title, Sub     string
	Back           templ.SafeURL
	Previous, Next templ.SafeURL // empty = there is none
	Source         templ.SafeURL // where the conversation is in its source, empty = unknown
	Figures        []storyFigure
	Times          []howTime
	Timeline       []moment
	Legend         []legend
	Cut            string
	Facts          []fact
}

// storyFigure is a number of one conversation.
type storyFigure struct {
	ID    string
	Term  term
	Parts []part
	Foot  string
}

// fact is what is known of a conversation under one name: texts, or tags.
type fact struct {
	Name, Value, Note string
	Hue               string // of a badge, empty = none
	Tags              []string
	Mono              bool
	Link              templ.SafeURL
}

// Story is the page of one conversation.
func Story(p Page, s *report.Story) templ.Component { return story(p, newStory(p, s)) }

func newStory(p Page, s *report.Story) storyData {
	w, l, r := p.words(), p.Lang, &s.Row
	d := storyData{
		Title: cmp.Or(r.ContactName, phone(r.ContactPhone), r.Contact, w.NoName),
		Back:  templ.SafeURL(p.address(detailsPath, p.Filter)),
		Sub:   dotted(l.moment(r.StartedAt, p.account()), p.ending(r)),
	}
	if s.Number > 1 || s.Next != "" {
		d.Sub = dotted(fmt.Sprintf(w.StoryNumber, l.number(int64(s.Number))), d.Sub)
	}
	if s.Previous != "" {
		d.Previous = p.conversations()(s.Previous)
	}
	if s.Next != "" {
		d.Next = p.conversations()(s.Next)
	}
	if strings.HasPrefix(r.URL, "https://") || strings.HasPrefix(r.URL, "http://") {
		d.Source = templ.URL(r.URL)
	}
	d.Figures, d.Times, d.Facts = p.storyFigures(s), p.times(s), p.facts(s, d.Source)
	d.Timeline, d.Cut = p.timeline(s)
	d.Legend = []legend{
		{Name: w.ContactColumn, Hue: "contact", Total: l.number(int64(r.Messages.In))},
		{Name: w.Agent, Hue: "agent", Total: l.number(int64(r.Messages.Agent))},
		{Name: w.Flow.Name, Hue: "flow", Total: l.number(int64(r.Messages.Flow))},
	}
	return d
}

func (p Page) storyFigures(s *report.Story) []storyFigure {
	w, l, r := p.words(), p.Lang, &s.Row
	reply := report.Value{Kind: report.Mean, Num: r.ReplySum, Den: int64(r.Replies)}
	replyFoot, mean := "", int64(conversation.None)
	if r.Replies > 0 {
		mean = rounded(reply.Num, reply.Den)
		replyFoot = dotted(l.count(r.Replies, w.RepliesCount), fmt.Sprintf(w.Longest, l.duration(r.ReplyMax)))
	}
	rating, credited := []part{{Number: dash}}, ""
	if r.Rating > 0 {
		rating = []part{{Number: fmt.Sprint(r.Rating), Unit: fmt.Sprintf(w.OfAnswers, "5")}}
		credited = fmt.Sprintf(w.CreditedTo, p.agentOr(r.CreditedAgent, w.Nobody))
	}
	return []storyFigure{
		{"frt", term{w.FRTColumn, w.FRTMedian.Rule}, p.lengthParts(r.FRT),
			dotted(p.responder(r), p.onBusiness(r.FRT, r.FRTBusiness))},
		{"reply", w.ReplyAverage, p.lengthParts(mean), replyFoot},
		{"duration", term{w.DurationColumn, w.DurationMedian.Rule}, p.lengthParts(r.Duration),
			p.onBusiness(r.Duration, r.DurationBusiness)},
		{"messages", term{w.MessagesColumn, w.StoryMessages}, []part{{Number: l.number(int64(r.Messages.All()))}}, p.sendersOf(r.Messages)},
		{"agents", term{w.AgentsColumn, w.Participants.Rule}, []part{{Number: l.number(int64(len(r.Agents)))}}, p.agentNames(r.Agents)},
		{"rating", term{w.Rating, w.StoryRating}, rating, credited},
	}
}

// lengthParts is a length as large figures show it.
func (p Page) lengthParts(seconds int64) []part {
	if seconds == conversation.None {
		return []part{{Number: dash}}
	}
	return p.Lang.durationParts(seconds)
}

// responder is who gave the first response, empty where nobody did.
func (p Page) responder(r *report.Row) string {
	if r.FRT == conversation.None {
		return ""
	}
	return p.agentOr(r.FirstResponder, p.words().AnAgent)
}

// onBusiness says what a length is on the business clock, in a few words.
func (p Page) onBusiness(calendar, business int64) string {
	switch {
	case calendar == conversation.None || !p.Account.Schedule:
		return ""
	case business == conversation.None:
		return p.words().OutsideHours
	}
	return fmt.Sprintf(p.words().InsideHours, p.Lang.duration(business))
}

// facts are what is known of a conversation besides its times.
func (p Page) facts(s *report.Story, source templ.SafeURL) []fact {
	w, r := p.words(), &s.Row
	o := p.Lang.originOf(r.Origin)
	facts := []fact{
		{Name: w.ContactColumn, Value: cmp.Or(r.ContactName, w.NoName), Note: when(r.NewContact, w.NewContactNote)},
		{Name: w.Phone, Value: phone(r.ContactPhone)},
		{Name: w.ContactTags.Name, Tags: r.ContactTags},
		{Name: w.Channel, Value: cmp.Or(r.ChannelName, r.Channel)},
		{Name: w.Origin, Value: o.Name, Hue: "k-" + o.Hue, Note: o.Rule},
		{Name: w.TagsColumn, Tags: r.Tags},
		{Name: w.Owner, Value: cmp.Or(r.OwnerName, r.Owner, w.Nobody)},
		{Name: w.Participants.Name, Value: p.agentNames(r.Agents)},
		{Name: w.StatusColumn, Value: p.ending(r)},
		{Name: w.StartColumn, Value: p.exactly(r.StartedAt), Note: p.insideNote(r)},
		{Name: w.LastMessage, Value: p.exactly(r.LastMessageAt)},
		{Name: w.EndColumn, Value: p.exactly(r.ClosedAt)},
		{Name: w.Survey, Value: p.exactly(r.SurveyAt)},
	}
	if r.Rating > 0 {
		facts = append(facts, fact{Name: w.Rating, Value: fmt.Sprintf(w.RatingOf, fmt.Sprint(r.Rating)),
			Note: fmt.Sprintf(w.CreditedTo, p.agentOr(r.CreditedAgent, w.Nobody))})
	}
	if r.Comment != "" {
		facts = append(facts, fact{Name: w.Comment, Value: r.Comment})
	}
	facts = append(facts, fact{Name: w.ID, Value: r.ID, Mono: true})
	if source != "" {
		facts = append(facts, fact{Name: w.Source, Value: w.OpenSource, Link: source})
	}
	return facts
}

// when is a text under a condition, else nothing.
func when(yes bool, text string) string {
	if yes {
		return text
	}
	return ""
}

// ending says whether a conversation is open, waits, or how it ended.
func (p Page) ending(r *report.Row) string {
	switch w := p.words(); {
	case r.Waiting:
		return w.Open + ", " + strings.ToLower(w.WaitingBadge)
	case r.Status == "open":
		return w.Open
	default:
		return p.closedBy(r.Reason, r.ClosedBy)
	}
}

// closedBy says what ended a conversation.
func (p Page) closedBy(reason conversation.Reason, agent string) string {
	w := p.words()
	switch reason {
	case conversation.ByAgent:
		return fmt.Sprintf(w.ClosedByAgent, p.agentOr(agent, strings.ToLower(w.AnAgent)))
	case conversation.ByFlow:
		return w.ClosedByFlow
	case conversation.ByInactivity:
		return w.ClosedBySilence
	}
	return w.ClosedByAPI
}

// insideNote says whether a conversation started in working hours.
func (p Page) insideNote(r *report.Row) string {
	switch w := p.words(); {
	case !p.Account.Schedule:
		return ""
	case r.InHours:
		return w.StartedInside
	default:
		return w.StartedOutside
	}
}

// exactly writes an instant with its day and seconds, a dash for none.
func (p Page) exactly(unix int64) string {
	if unix == conversation.None {
		return dash
	}
	return p.day(p.dateOf(unix)) + ", " + p.second(unix)
}

// agentOr is the name of an agent, or what stands for nobody.
func (p Page) agentOr(id, nobody string) string {
	if id == "" {
		return nobody
	}
	return p.agentName(id)
}

func (p Page) agentNames(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = p.agentName(id)
	}
	return cmp.Or(strings.Join(names, ", "), dash)
}
