package store

import (
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/trex-ml/trex"
)

// The types below are scan destinations: each is a pointer to the field that a
// column fills.

// milliseconds reads a time; NULL is the zero time.
type milliseconds struct{ to *time.Time }

func (m milliseconds) Scan(src any) error {
	n, null, err := integer(src)
	*m.to = time.Time{}
	if err == nil && !null {
		*m.to = time.UnixMilli(n).UTC()
	}
	return err
}

// number reads a float64; NULL is NaN.
type number struct{ to *float64 }

func (f number) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*f.to = math.NaN()
	case float64:
		*f.to = v
	case int64:
		*f.to = float64(v)
	default:
		return fmt.Errorf("a number is stored as %T", src)
	}
	return nil
}

// id reads the number of an id; NULL is "".
type id[T ~string] struct {
	to   *T
	make func(int64) T
}

func (k id[T]) Scan(src any) error {
	n, null, err := integer(src)
	*k.to = ""
	if err == nil && !null {
		*k.to = k.make(n)
	}
	return err
}

// status reads a run's status.
type status struct{ to *trex.Status }

func (s status) Scan(src any) error {
	n, null, err := integer(src)
	if err == nil && (null || n < 1 || n > int64(len(trex.Statuses))) {
		err = fmt.Errorf("status %v is unknown", src)
	}
	if err == nil {
		*s.to = trex.Statuses[n-1]
	}
	return err
}

// document reads JSON; NULL leaves the field as it is.
type document struct{ to any }

func (d document) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), d.to)
	case []byte:
		return json.Unmarshal(v, d.to)
	}
	return fmt.Errorf("a document is stored as %T", src)
}

func integer(src any) (n int64, null bool, err error) {
	switch v := src.(type) {
	case nil:
		return 0, true, nil
	case int64:
		return v, false, nil
	}
	return 0, false, fmt.Errorf("an integer is stored as %T", src)
}
