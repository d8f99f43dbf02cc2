//go:build !linux

package report

// adviseLargePages is a wish that other systems are not asked for.
func adviseLargePages(uintptr, uintptr) {}
