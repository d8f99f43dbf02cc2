package report

// lengthKind is one of the lengths, on a clock.
type lengthKind int

const (
	responseLengths lengthKind = iota
	durationLengths
	lengthsOnBusiness // plus either
	lengthKinds       = 2 * lengthsOnBusiness
)

// lengthColumn is a length of conversations; absent where it does not exist.
type lengthColumn struct {
	kind     lengthKind
	of       func(n uint32) uint32
	read     func(memory *[batchSize]uint32, ascending []uint32) []uint32 // of a batch in ascending order
	credited []uint16                                                     // to which agent, where the length exists
}

// responses are the first responses.
func (l *lengths) responses() *lengthColumn {
	return &lengthColumn{
		l.kind(responseLengths),
		func(n uint32) uint32 { return l.frt[n] },
		func(memory *[batchSize]uint32, ascending []uint32) []uint32 { return read(memory, l.frt, ascending) },
		l.columns.responder,
	}
}

// durations are the durations.
func (l *lengths) durations() *lengthColumn {
	return &lengthColumn{l.kind(durationLengths), l.durationOf, l.readDurations, l.columns.owner}
}

// kind is a length on the clock that these are on.
func (l *lengths) kind(of lengthKind) lengthKind {
	if l.business() {
		return of + lengthsOnBusiness
	}
	return of
}
