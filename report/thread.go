package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// threadNumber names a conversation by the number of its thread and its own number in it.
type threadNumber struct {
	thread uint32
	number uint32
}

// numbered is the name of a thread's conversation.
func numbered(thread int64, number int) (threadNumber, error) {
	if thread > math.MaxUint32 || number > math.MaxUint32 {
		return threadNumber{}, fmt.Errorf("conversation %d of thread %d: more than %d", number, thread, uint32(math.MaxUint32))
	}
	return threadNumber{uint32(thread), uint32(number)}, nil
}

func (t threadNumber) hash() uint64 { return hashOf(uint64(t.thread)<<32 | uint64(t.number)) }

// threadOf is the name of a conversation.
func (f *facts) threadOf(n uint32) threadNumber {
	t := threadNumber{f.thread[n], uint32(f.number[n])}
	if t.number == longNumber {
		id := f.id(n)
		number, _ := strconv.ParseUint(id[strings.LastIndexByte(id, '~')+1:], 10, 32)
		t.number = uint32(number)
	}
	return t
}

// numberOf is the number of a thread's conversation.
func (f *facts) numberOf(t threadNumber) (n uint32, known bool) {
	return f.byThread.find(t.hash(), func(n uint32) bool { return f.thread[n] == t.thread && f.threadOf(n) == t })
}

// threadHash is the hash of a conversation's name.
func (f *facts) threadHash(n uint32) uint64 { return f.threadOf(n).hash() }

// id is a conversation's id.
func (f *facts) id(n uint32) string { return string(f.papers.reader().read(n).id) }

// threadID is the id of a conversation's thread.
func (f *facts) threadID(n uint32) string {
	id := f.id(n)
	if f.number[n] > 1 {
		id = id[:strings.LastIndexByte(id, '~')]
	}
	return id
}

// conversationOf is the number of a thread's conversation.
func (f *facts) conversationOf(thread int64, number int) (n uint32, known bool) {
	name, err := numbered(thread, number)
	if err != nil {
		return 0, false
	}
	return f.numberOf(name)
}
