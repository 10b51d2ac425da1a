package store

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/trex-ml/trex"
)

// bind replaces, in place, the values of this module by values that every driver
// takes: ids by their numbers, times by milliseconds, a status by its position,
// and missing values (no id, the zero time, NaN) by NULL.
func bind(args []any) []any {
	for i, arg := range args {
		switch v := arg.(type) {
		case string:
			args[i] = clean(v)
		case time.Time:
			args[i] = nil
			if !v.IsZero() {
				args[i] = v.UnixMilli()
			}
		case float64:
			if math.IsNaN(v) {
				args[i] = nil
			}
		case int:
			args[i] = int64(v)
		case trex.Status:
			args[i] = statusNumber(v)
		case trex.Goal:
			args[i] = clean(string(v))
		case trex.Role:
			args[i] = clean(string(v))
		case trex.ProposalState:
			args[i] = clean(string(v))
		case trex.WarningKind:
			args[i] = clean(string(v))
		case trex.WatchPolicy:
			args[i] = clean(string(v))
		case interface{ Number() int64 }:
			args[i] = nil
			if n := v.Number(); n > 0 {
				args[i] = n
			}
		}
	}
	return args
}

// clean makes any text storable. PostgreSQL refuses NUL and invalid UTF-8,
// which logs and chats do contain; SQLite gets the same text so that both give
// the same answers.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// jsonText encodes v as JSON. Callers pass plain data, for which Marshal fails
// only on a NaN, which should not occur.
func jsonText(v any) (string, error) {
	data, err := json.Marshal(v)
	return string(data), err
}

func statusNumber(s trex.Status) int64 { return int64(slices.Index(trex.Statuses[:], s) + 1) }
