package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"time"

	"relato/conversation"
)

// fileAnswer is what a CSV file holds, whatever it quotes: its records in a few sums, block by block, so that a wrong
// one can be found.
func fileAnswer(path string) (answer, error) {
	const block = 1000
	f, err := os.Open(path)
	if err != nil {
		return answer{}, err
	}
	defer f.Close()
	r := csv.NewReader(bufio.NewReaderSize(f, 1<<20))
	r.ReuseRecord = true
	var a answer
	sum, n := fnv.New64a(), 0
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			a.lines = append(a.lines, fmt.Sprintf("%d records, %x", n, sum.Sum64()))
			return a, nil
		}
		if err != nil {
			return a, err
		}
		if n == 0 {
			n++
			continue // the header
		}
		for _, cell := range record {
			io.WriteString(sum, cell)
			sum.Write([]byte{0})
		}
		if n%block == 0 {
			a.lines = append(a.lines, fmt.Sprintf("up to record %d: %x", n, sum.Sum64()))
		}
		n++
	}
}

func unix(at int64, zone *time.Location) time.Time { return time.Unix(at, 0).In(zone) }

func dateOf(t time.Time) conversation.Date { return conversation.DateOf(t) }
