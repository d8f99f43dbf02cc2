package conversation

import "time"

// Feast is a day that Brazil celebrates every year.
type Feast int

// The feasts of Brazil. The first ten are national holidays by law (662/1949, 6.802/1980, 9.093/1995, 10.607/2002 and
// 14.759/2023); on the others, the optional points, every company decides for itself whether it works.
const (
	NewYear Feast = iota
	GoodFriday
	Tiradentes
	LabourDay
	Independence
	Aparecida
	AllSouls
	Republic
	BlackConsciousness
	Christmas

	CarnivalMonday
	CarnivalTuesday
	CorpusChristi

	Feasts int = iota // how many there are
)

// FeastDay is a feast and the date on which it falls.
type FeastDay struct {
	Date
	Feast
}

// blackConsciousnessSince is the first year in which 20 November was a national holiday.
const blackConsciousnessSince = 2024

// NationalHolidays are Brazil's national holidays of a year of the Gregorian calendar, in order.
func NationalHolidays(year int) []FeastDay {
	days := []FeastDay{
		{Date{year, time.January, 1}, NewYear},
		{Easter(year).Add(-2), GoodFriday},
		{Date{year, time.April, 21}, Tiradentes},
		{Date{year, time.May, 1}, LabourDay},
		{Date{year, time.September, 7}, Independence},
		{Date{year, time.October, 12}, Aparecida},
		{Date{year, time.November, 2}, AllSouls},
		{Date{year, time.November, 15}, Republic},
	}
	if days[2].Compare(days[1].Date) < 0 { // a late Easter
		days[1], days[2] = days[2], days[1]
	}
	if year >= blackConsciousnessSince {
		days = append(days, FeastDay{Date{year, time.November, 20}, BlackConsciousness})
	}
	return append(days, FeastDay{Date{year, time.December, 25}, Christmas})
}

// OptionalPoints are the days of a year on which Brazil's companies may work or not, in order.
func OptionalPoints(year int) []FeastDay {
	easter := Easter(year)
	return []FeastDay{
		{easter.Add(-48), CarnivalMonday},
		{easter.Add(-47), CarnivalTuesday},
		{easter.Add(60), CorpusChristi},
	}
}

// Easter is Easter Sunday of a year of the Gregorian calendar, by the rule of Meeus, Jones and Butcher.
func Easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	return Date{year, time.Month(month), (h + l - 7*m + 33*month + 19) % 32}
}
