package views

import "fmt"

// term is a word on screen and the rule behind it, which a reader finds one click or hover away.
type term struct{ Name, Rule string }

// plural are the forms of a message that counts something; %s stands for the number.
type plural struct{ One, Other string }

// deliveries say what became of a message.
type deliveries struct{ Sent, Delivered, Read, Failed string }

// words are all messages of one language. Every field of every language has a value, which a test checks. A %s stands
// for what the page puts there, in the order given by the comment or the name.
type words struct {
	Name string // of the language, in itself

	// numbers and dates
	Decimal, Group, Percent                   string // Percent is what follows the number
	UnitDay, UnitHour, UnitMinute, UnitSecond string
	Months                                    [12]string
	Weekdays, WeekdayNames                    [7]string // from Sunday
	HourShort                                 string    // hour
	Today, Yesterday                          string
	Yes, No                                   string

	// frame
	Skip, Reports, Overview, ByAgent, ByTag, Details   string
	Menu, Theme, ThemeAuto, ThemeLight, ThemeDark      string
	Language, SignOut, Demo, DemoHint                  string
	UpdatedAt                                          string // time
	CopyLink, CopyCSV, Copied                          string
	Download, DownloadHint, CSV, Excel, ExcelCSV, JSON string
	TimeZone, Hours                                    string // each with its value
	Holidays                                           plural
	NoHours                                            string
	WeekdayRange                                       string // first, last
	Failed, Reload, Loading                            string
	NoScript                                           string

	// filters
	Filters, Period, CustomPeriod, From, To, Apply    string
	LastDays                                          string // number
	ThisMonth, LastMonth, ThisYear, LastYear          string
	Channel, Origin, Agent                            string
	Tags, ContactTags                                 term
	Mode, ModeAny, ModeAll, ModeNot                   string
	JoinAny, JoinAll, JoinNot                         string // JoinNot goes before the first of the list
	Started                                           term   // inside or outside working hours
	StartedAny, StartedInside, StartedOutside         string
	Clock                                             term
	ClockCalendar, ClockBusiness                      string
	Situation, AnyStatus, Open, Closed                string
	Rating, NoRating, NoAgent, NoTag, NoName          string
	FindInList, ActiveFilters, RemoveFilter, ClearAll string
	OfConversations                                   plural // all conversations of the period
	ShowConversations                                 plural
	Search, SearchHint                                string
	Compare, CompareWith, ComparedWith                string // the last two with the days
	ComparePrevious, CompareYear, CompareNone         string
	Inbound, Inbox, Flow, Other                       term

	// figures
	Conversations, Messages, Contacts, NewContacts                  term
	FRTMedian, FRTAverage, FRTP90, ReplyAverage                     term
	DurationMedian, DurationAverage, DurationP90                    term
	CSAT, CSATAverage, ResponseRate                                 term
	ClosedInPeriod, Unanswered, Waiting                             term
	MessagesIn, MessagesAgent, MessagesFlow                         term
	Owned, Shared, FirstResponses, Sent, Received                   term
	Share                                                           term
	PerDay, P90Foot, ExcludedFoot, MeasuredFoot                     string // one value each
	NewOf, RatingsFoot                                              plural
	Positive, OfAnswers                                             string
	OfSurveys                                                       plural
	Better, Worse, NewSince, Points                                 string // Points of a hundred
	WasThen                                                         string // days, figure
	ScoreLabel                                                      string // 1 to 5
	Few                                                             string
	FiguresOfPeriod, PartialBucket, Now                             string
	GroupBy, GroupHour, GroupDay, GroupWeek, GroupMonth, GroupTotal string
	ByHour, ByDay, ByWeek, ByMonth, ByTotal                         string
	ConversationsByOrigin, MessagesBySender                         string // how they are grouped
	Origins, OriginMix                                              term
	StartedHeat, SentHeat, Less, More                               string
	HeatPeak                                                        plural // weekday, hour, of which there are so many since midnight
	HeatHours                                                       string
	HeatCell                                                        string // weekday, hour, what it counts
	HeatConversations, HeatMessages                                 plural
	SummaryByTime, PeriodColumn, Total, TotalOnce                   string
	ChartTwin                                                       string // title of the chart
	AgentSummary, TagSummary                                        term
	AgentsCount, TagsCount                                          plural
	ConversationsByAgent, ConversationsByTag, CSATByAgent           string
	IntervalOf, TeamMean, Removed                                   string
	SharedNote                                                      plural
	NobodyAgent, NobodyAgentNote, NobodyTag                         string
	SharedRows                                                      plural // number of shared conversations
	SharedTags                                                      string
	TopOf                                                           string // shown, all
	NoRatingsYet                                                    string

	// details
	OneRowEach                                                 string
	StartColumn, ContactColumn, AgentsColumn, TagsColumn       string
	StatusColumn, FRTColumn, DurationColumn, MessagesColumn    string
	WaitingBadge, LastMessageAt, OpenSource                    string
	RowsOf, LinesOf                                            plural // first, last, all
	Pages, FirstPage, PreviousPage, NextPage, LastPage, PageOf string

	// a conversation
	StoryNumber                                        string // of the conversation in its thread
	StoryFigures, PreviousConversation                 string
	NextConversation, StoryMessages, StoryRating       string
	RepliesCount                                       plural
	Longest, CreditedTo, InsideHours                   string // each with its value
	OutsideHours, Nobody, AnAgent                      string
	HowTimes                                           term
	ReplyNumber                                        string
	StepContact, StepHandoff, StepAnswer, StepNoAnswer string // StepAnswer with who
	StepStart, ClockWaits, ClockStarts, ClockStops     string
	LastHandoff, Meanwhile                             string // handoffs; messages of the contact, of flows
	Credits, CreditsNobody, NothingMeasured            string
	Counted, SoFar, SilenceNotCounted                  string
	BusinessAll, BusinessPart, BusinessNone            string
	Timeline, TimelineNote, TimelineCut, Later         string // TimelineCut: shown, all
	AnsweredIn, FirstAnsweredIn                        string
	Wrote, Opened, AssignedTo, Unassigned              string
	TagAdded, TagRemoved, SurveySent, RatingOf         string
	ClosedByAgent, ClosedByFlow                        string
	ClosedBySilence, ClosedByAPI                       string
	Delivered                                          deliveries
	Facts, Phone, Owner, LastMessage, EndColumn        string
	Survey, Comment, ID, Source, NewContactNote        string
	Participants                                       term

	// what waits now
	WaitingNow, WaitingLead, WaitColumn, WaitingSince string
	WaitingCount                                      plural
	Window, WaitingEmpty                              term
	WindowLeft, WindowClosed, WaitingCut              string // WaitingCut: shown, all

	Drill    drillWords
	Saved    savedWords
	Sharing  shareWords
	Settings settingsWords
	Setup    setupWords
	Sources  sourcesWords
	People   peopleWords
	Live     liveWords
	Panels   panelWords
	Course   courseWords
	Rows     columnWords
	Problem  problemWords
	Calendar calendarWords
	Notices  noticeWords
	Figures  figureWords

	// nothing to show
	OnDay                                 string // day
	FromTo                                string // first day, last
	EmptyTitle, EmptyPeriod, EmptyFilters string // all but the title with OnDay or FromTo
	EmptyAllFilters, EmptyOwnPeriod       string
	OwnOnly                               string
	NoSuchAgent                           term // the rule with the e-mail
	BringsBack                            plural
	DropFilter, WiderPeriod               string

	// signing in, and problems
	SignIn, Email, Password, SignInFailed, SignInLead      string
	ProblemTitle, NotFound, BadRequest, Forbidden, TooMany string
	BackToReports, RequestID, ProblemHint                  string
}

// count is a message about n things.
func (l Lang) count(n int, p plural) string { return fmt.Sprintf(l.form(n, p), l.number(int64(n))) }

// form is a message about n things, without the values that go into it.
func (l Lang) form(n int, p plural) string {
	if n == 1 || n == 0 && l.words() == &portuguese { // the plural rules of CLDR for whole numbers in these languages
		return p.One
	}
	return p.Other
}
