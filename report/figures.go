package report

import (
	"fmt"
	"time"

	"relato/conversation"
)

// Times are figures over intervals in whole seconds (section 7). N is how many were measured; Sum, Median and P90 mean
// nothing when N is 0. Excluded counts intervals that lie wholly outside working hours, on the business clock.
type Times struct {
	N        int
	Sum      int64
	Median   int64
	P90      int64
	Excluded int
}

// leaveOut makes Excluded what the clock leaves out, where it is how many intervals the calendar has.
func (t *Times) leaveOut() { t.Excluded -= t.N }

// CSAT are the satisfaction figures: surveys sent, answers by score, and the answers' sum.
type CSAT struct {
	Sent   int
	Scores [5]int // answers with score 1 to 5
}

// Answered is the number of conversations with a rating.
func (c CSAT) Answered() int {
	return c.Scores[0] + c.Scores[1] + c.Scores[2] + c.Scores[3] + c.Scores[4]
}

// Positive is the number of ratings of 4 and 5.
func (c CSAT) Positive() int { return c.Scores[3] + c.Scores[4] }

// Sum is the sum of all ratings.
func (c CSAT) Sum() int {
	sum := 0
	for i, n := range c.Scores {
		sum += (i + 1) * n
	}
	return sum
}

// Origins counts conversations by origin: inbound, inbox, flow, other.
type Origins [4]int

// Of is the count of one origin, which is not NoOrigin.
func (o Origins) Of(origin conversation.Origin) int { return o[origin-conversation.Inbound] }

// Messages counts messages by who wrote them.
type Messages struct{ In, Agent, Flow int }

// All is the number of messages.
func (m Messages) All() int { return m.In + m.Agent + m.Flow }

// Figures are the figures of a cohort, or of one bucket of it, with the messages sent and the conversations closed in
// its time.
type Figures struct {
	Conversations int
	Origins       Origins
	Contacts      int // distinct
	NewContacts   int
	Messages      Messages // sent in the period
	Closed        int      // closed in the period
	Unanswered    int
	FRT           Times
	Reply         Times // Median and P90 are not computed
	Duration      Times
	CSAT          CSAT
}

// Bucket is one row of the overview: the half-open interval [Start, End) of Unix seconds, and its figures.
type Bucket struct {
	Start, End int64
	Figures
}

// Heat counts by local weekday (Monday = 0) and hour.
type Heat [7][24]int

// Overview is the first report: figures by time.
type Overview struct {
	Account   Account
	Filter    Filter
	Buckets   []Bucket // in order of time, or as the filter sorts them
	Total     Figures
	Responses Responses // first responses of the cohort by how long they took
	Started   Heat      // conversations of the cohort by when they started
	Sent      Heat      // messages of the period by when they were sent
}

// AgentRow is one agent's part in the cohort (section 7, by agent).
type AgentRow struct {
	ID               string // Nobody = what is credited to nobody; empty in the total
	Name, Email      string
	Active           bool
	Conversations    int
	Owned            int
	Shared           int
	FirstResponses   int
	Closed           int
	Contacts         int
	MessagesSent     int
	MessagesReceived int
	FRT              Times
	Reply            Times
	Duration         Times
	Unanswered       int
	CSAT             CSAT
}

// Agents is the second report: figures by agent. The row with ID Nobody comes last unless the filter sorts.
type Agents struct {
	Account Account
	Filter  Filter
	Rows    []AgentRow
	Total   AgentRow // each conversation once
}

// TagRow is the part of the cohort that carries a tag (section 7, by tag).
type TagRow struct {
	Tag           string // Nobody = the untagged; empty in the total
	Conversations int
	Of            int // distinct conversations of the cohort, what Share is of
	Contacts      int
	Origins       Origins
	Messages      int
	FRT           Times
	Duration      Times
	Unanswered    int
	CSAT          CSAT
}

// Tags is the third report: figures by conversation tag. The row Nobody comes last unless the filter sorts.
type Tags struct {
	Account Account
	Filter  Filter
	Rows    []TagRow
	Total   TagRow // each conversation once
	Top     Top    // the largest of the rows, broken down
}

// Row is one conversation in Details. Times are Unix seconds, None where they do not exist.
type Row struct {
	ID                                 string
	Status                             string // "open", "closed"
	Origin                             conversation.Origin
	Channel, ChannelName               string
	Contact, ContactName, ContactPhone string
	ContactTags                        []string // sorted
	NewContact                         bool
	Tags                               []string // sorted
	Owner, OwnerName                   string
	Agents                             []string // ids, sorted
	FirstResponder, ClosedBy           string
	StartedAt                          int64
	InHours                            bool // means nothing without a schedule
	FirstContactAt, FirstResponseAt    int64
	FRT, FRTBusiness                   int64 // seconds
	Replies                            int
	ReplySum, ReplyMax                 int64 // seconds
	RepliesBusiness                    int
	ReplyBusinessSum                   int64
	Messages                           Messages
	LastMessageAt, ClosedAt            int64
	Reason                             conversation.Reason
	Duration, DurationBusiness         int64
	Unanswered, Waiting                bool
	SurveyAt                           int64
	Rating                             int // 0 = none
	Comment, CreditedAgent, URL        string
}

// Details is the fourth report: every conversation of the cohort. Rows are those of the page that the filter asks for.
type Details struct {
	Account Account
	Filter  Filter
	Total   int // conversations of the cohort, on all pages
	Rows    []Row
}

// Account is what reports need to know of the account to name things.
type Account struct {
	Company    string // its name; empty = not known
	Zone       *time.Location
	Language   string
	Schedule   bool // there are working hours
	Hours      conversation.Hours
	Holidays   []conversation.Date
	Inactivity time.Duration
	Now        time.Time
	Revision   int64
	Replaced   int               // how often all facts were replaced by others since the start; see State
	Empty      bool              // there is no conversation at all
	Everything int               // conversations started in the period, without any filter
	First      conversation.Date // the day on which the first conversation ever started; zero when there is none, or none that may be seen
	Waiting    int               // conversations that wait now, whenever they started
}

// State names the facts that reports are made of, within this process: as long as it is the same, so are they.
func (a *Account) State() string { return fmt.Sprintf("%d.%d", a.Revision, a.Replaced) }

// Choice is something a filter can name.
type Choice struct {
	Value string // id, or the tag itself
	Name  string // empty where there is none
}

// Choices are what the filter bar offers, each sorted by name.
type Choices struct {
	Channels, Agents, Tags, ContactTags []Choice
}
