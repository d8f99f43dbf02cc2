package report

// ResponseClasses are the classes by which the overview counts first response times, in seconds: from under a minute to
// a day and more.
var ResponseClasses = [...]Range{
	{To: 60}, {From: 60, To: 5 * 60}, {From: 5 * 60, To: 15 * 60}, {From: 15 * 60, To: 30 * 60}, {From: 30 * 60, To: 3600},
	{From: 3600, To: 4 * 3600}, {From: 4 * 3600, To: 8 * 3600}, {From: 8 * 3600, To: 24 * 3600}, {From: 24 * 3600},
}

// Responses counts first responses by ResponseClasses, on the clock of the filter. What the business clock excludes is
// in no class, so that their sum is the N of the first response times.
type Responses [len(ResponseClasses)]int

// All is the number of first responses.
func (r Responses) All() int {
	all := 0
	for _, n := range r {
		all += n
	}
	return all
}

// takeAll counts first responses.
func (r *Responses) takeAll(lengths []uint32) {
	for _, frt := range lengths {
		r[classOf[min(frt/classStep, uint32(len(classOf)-1))]]++
	}
}

// classStep divides the ends of all classes but the last, in seconds.
const classStep = 60

// classOf is the class of a length by how many steps it has; longer ones are in the last.
var classOf = func() []uint8 {
	var table []uint8
	for class, r := range ResponseClasses {
		for to := max(r.To, r.From+classStep); int64(len(table))*classStep < to; {
			table = append(table, uint8(class))
		}
	}
	return table
}()

// join adds what another worker counted.
func (r *Responses) join(o *Responses) {
	for class, n := range o {
		r[class] += n
	}
}
