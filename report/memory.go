package report

import "unsafe"

// plain are the values of columns: nothing in them points anywhere, and they lie without gaps.
type plain interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64 | volume
}

// memory is a column as it lies in memory, with the room after it. This is the one unsafe thing here: columns that are
// taken as they are come from a file at the speed of memory (110 MB in 11 ms, where a loop over their values takes 70).
func memory[T plain](column []T) []byte {
	column = column[:cap(column)]
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(column))), len(column)*width(column))
}

// width is how many bytes a value of a column takes.
func width[T plain]([]T) int { return int(unsafe.Sizeof(*new(T))) }

// inLargePages is a column that was just made, whose memory the system is asked to give in large pages: what is about to
// be filled as a whole costs as many interruptions as it has pages (measured in a virtual machine: 430 ms for 110 MB in
// pages of 4 kB, 30 ms in pages of 2 MB).
func inLargePages[T plain](column []T) []T {
	if b := memory(column); len(b) >= largePage {
		from := uintptr(unsafe.Pointer(unsafe.SliceData(b)))
		first := from &^ (largePage - 1)
		last := (from + uintptr(len(b)) + largePage - 1) &^ (largePage - 1)
		adviseLargePages(first, last-first) // what lies around it is likely to be filled next
	}
	return column
}

// largePage is the size of a large page.
const largePage = 2 << 20
