package report

import "syscall"

// adviseLargePages asks for large pages from an address on. It is no more than a wish: nothing depends on the answer.
func adviseLargePages(address, size uintptr) {
	_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, address, size, syscall.MADV_HUGEPAGE)
}
