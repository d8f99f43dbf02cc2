package main

import (
	"encoding/json"
	"os"
	"runtime"
	"strings"
	"time"
)

// results is what one run found.
type results struct {
	Size          int       `json:"size"`
	Conversations int       `json:"conversations"`
	Messages      int       `json:"messages"`
	At            time.Time `json:"at"`
	CPU           string    `json:"cpu"`
	Processors    int       `json:"processors"`
	Go            string    `json:"go"`
	Load          [2]string `json:"load"` // of the machine over the last minutes, before and after
	Systems       []string  `json:"systems"`

	Questions    []timing           `json:"questions"`
	Pass         map[string]float64 `json:"memory_pass_ms"`
	Pages        []timing           `json:"pages"`
	Filters      []timing           `json:"filters"`
	FirstFilters []timing           `json:"first_filters,omitempty"` // of indexes that were never asked anything
	Memory       footprint          `json:"memory"`
	Start        *starting          `json:"start,omitempty"`
	Import       *importing         `json:"import,omitempty"`
	Readers      *crowd             `json:"readers,omitempty"` // each page counted anew

	ReadersAgain *crowd `json:"readers_again,omitempty"` // as the product answers what is asked again
}

func newResults(size int) *results {
	return &results{
		Size: size, At: time.Now().UTC().Truncate(time.Second),
		CPU: processor(), Processors: runtime.NumCPU(), Go: runtime.Version(), Load: [2]string{loadAverage()},
	}
}

func (r *results) save(path string) error {
	b, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644)
}

func readResults(path string) (*results, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r := &results{}
	return r, json.Unmarshal(b, r)
}

// question finds a question's times; nil = it was not asked.
func (r *results) question(name string) *timing {
	for i := range r.Questions {
		if r.Questions[i].Question == name {
			return &r.Questions[i]
		}
	}
	return nil
}

// loadAverage is what the machine has to do, where it says so.
func loadAverage() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	return strings.Join(strings.Fields(string(b))[:3], " ")
}

// processor is the name of the processor, where the machine says so.
func processor() string {
	b, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range strings.Lines(string(b)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}
