package report_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relato/report"
)

// savedCompany is an index of some hundred conversations, and what it was saved as.
func savedCompany(t testing.TB) (company seeded, saved []byte) {
	t.Helper()
	company = seeded{400}
	x := report.NewIndex(company, func() time.Time { return benchNow })
	if _, err := x.Account(t.Context()); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if revision, err := x.SaveInPieces(&b, 64); err != nil || revision != 1 {
		t.Fatalf("saved as of revision %d: %v", revision, err)
	}
	return company, b.Bytes()
}

// refused expects that an index does not take what it reads, and afterwards is as a new one.
func refused(t rapid.TB, company seeded, saved []byte, what string) {
	t.Helper()
	x := report.NewIndex(company, func() time.Time { return benchNow })
	if err := x.Load(bytes.NewReader(saved), int64(len(saved)), 1); err == nil {
		t.Fatalf("%s: it was loaded", what)
	}
	if revision, _ := x.Reached(); revision != -1 {
		t.Fatalf("%s: it is at revision %d", what, revision)
	}
}

// TestDamagedIsNotLoaded cuts what was saved off at the ends of all its sections and elsewhere, changes bytes, and leaves
// sections out.
func TestDamagedIsNotLoaded(t *testing.T) {
	company, saved := savedCompany(t)
	var ends []int // of sections
	for at := 0; at < len(saved); ends = append(ends, at) {
		at += 12 + int(binary.LittleEndian.Uint32(saved[at+4:]))
	}
	if len(ends) < 12 || ends[len(ends)-1] != len(saved) {
		t.Fatalf("there are sections to %v, and %d bytes", ends, len(saved))
	}
	for i, end := range ends {
		for _, cut := range []int{end - 1, end, end + 1, end + 11, end + 12, end + 13} {
			if cut >= 0 && cut < len(saved) {
				refused(t, company, saved[:cut], "cut off")
			}
		}
		if i > 0 {
			refused(t, company, append(bytes.Clone(saved[:ends[i-1]]), saved[end:]...), "a section is missing")
		}
	}
	refused(t, company, nil, "nothing")
	rapid.Check(t, func(t *rapid.T) {
		damaged := bytes.Clone(saved)
		at := rapid.OneOf(rapid.IntRange(0, len(saved)-1), rapid.Custom(func(t *rapid.T) int { // heads of sections, too
			return min(rapid.SampledFrom(ends).Draw(t, "section")+rapid.IntRange(0, 11).Draw(t, "byte"), len(saved)-1)
		})).Draw(t, "place")
		damaged[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		refused(t, company, damaged, "changed")
		cut := rapid.IntRange(0, len(saved)-1).Draw(t, "cut")
		refused(t, company, saved[:cut], "cut off")
	})
}

// TestSizesAreBounded says of a few bytes that they are many conversations and contacts.
func TestSizesAreBounded(t *testing.T) {
	company, saved := savedCompany(t)
	refused(t, company, report.Forged(saved, 1<<40), "conversations without end")
	x := report.NewIndex(company, func() time.Time { return benchNow })
	if err := x.Load(bytes.NewReader(saved), int64(len(saved)), 2); err == nil {
		t.Error("what is of revision 1 was loaded as that of revision 2")
	}
	if _, err := x.Save(io.Discard); err == nil {
		t.Error("an index without anything was saved")
	}
}

// full is a disk with so many bytes left.
type full int

var errFull = errors.New("the disk is full")

func (f *full) Write(b []byte) (int, error) {
	if len(b) > int(*f) {
		return 0, errFull
	}
	*f -= full(len(b))
	return len(b), nil
}

// TestSavingFails fills the disk, and expects the index to go on.
func TestSavingFails(t *testing.T) {
	company, saved := savedCompany(t)
	x := report.NewIndex(company, func() time.Time { return benchNow })
	if err := x.Load(bytes.NewReader(saved), int64(len(saved)), 1); err != nil {
		t.Fatal(err)
	}
	for left := range len(saved) {
		if left%997 == 0 {
			disk := full(left)
			if _, err := x.Save(&disk); !errors.Is(err, errFull) {
				t.Fatalf("with %d bytes left: %v", left, err)
			}
		}
	}
	var again bytes.Buffer
	if _, err := x.SaveInPieces(&again, 64); err != nil || !bytes.Equal(again.Bytes(), saved) {
		t.Errorf("saving what was loaded gives %d other bytes than the %d that were loaded: %v", again.Len(), len(saved), err)
	}
}
