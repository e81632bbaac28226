package idcard

import (
	"fmt"
	"time"
)

// Date is a calendar day on a card. The zero value is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
	// LongTerm stands for 长期, valid without end; the day is then zero.
	LongTerm bool
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String is YYYY-MM-DD, "long-term", or "" for no date.
func (d Date) String() string {
	switch {
	case d.LongTerm:
		return "long-term"
	case d.IsZero():
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Before compares two days; long-term comes after every day.
func (d Date) Before(o Date) bool {
	if d.LongTerm || o.LongTerm {
		return !d.LongTerm && o.LongTerm
	}
	a, b := d.Year*10000+int(d.Month)*100+d.Day, o.Year*10000+int(o.Month)*100+o.Day
	return a < b
}

// parseDate reads YYYYMMDD and refuses days that no calendar has.
func parseDate(s string) (Date, error) {
	t, err := time.Parse("20060102", s)
	if err != nil || t.Year() < 1800 {
		return Date{}, ErrDate // time's own error would repeat the text
	}
	return Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}, nil
}

// parseEnd reads a last day of validity, which may be 长期.
func parseEnd(s string) (Date, error) {
	if s == "长期" {
		return Date{LongTerm: true}, nil
	}
	return parseDate(s)
}

// dayIn is the day on which now falls in China, which has one time zone and
// no summer time.
func dayIn(now time.Time) Date {
	y, m, d := now.In(time.FixedZone("Asia/Shanghai", 8*60*60)).Date()
	return Date{Year: y, Month: m, Day: d}
}
