package store

import (
	"encoding/base64"
	"encoding/json"

	"github.com/trex-ml/trex"
)

// cursor is where a page ended. It is opaque to callers but no secret: a cursor
// from a caller is checked like any other input.
type cursor struct {
	Sort  string `json:"s"` // it fits only the order it was made in
	Phase int    `json:"p"`
	Key   string `json:"k"`
	ID    int64  `json:"i"`
}

func (c cursor) String() string {
	data, err := json.Marshal(c)
	if err != nil { // cannot happen: strings and numbers always marshal
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

// parseCursor reads what String wrote; "" is the first page.
func parseCursor(text string, sort trex.SortKey, o order) (cursor, error) {
	var c cursor
	if text == "" {
		return c, nil
	}
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil || c.Phase < 0 || c.Phase >= len(o.phases) || c.ID <= 0 {
		return cursor{}, trex.Invalid("the cursor is not one that a page of runs came with; start without it")
	}
	if p := o.phases[c.Phase]; p.keyed && p.parse(c.Key) == nil {
		return cursor{}, trex.Invalid("the cursor is not one that a page of runs came with; start without it")
	}
	if c.Sort != sortText(sort) {
		return cursor{}, trex.Invalid("the cursor belongs to another sort order; start without it")
	}
	return c, nil
}

func sortText(sort trex.SortKey) string {
	if sort.By == "" {
		return "created-"
	}
	if sort.Desc {
		return sort.By + "-"
	}
	return sort.By + "+"
}
