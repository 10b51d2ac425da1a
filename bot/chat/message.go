package chat

import (
	"crypto/sha256"
	"encoding/hex"
)

// Message is what Trex says, without saying how a platform shows it. Every
// text in it is plain: platforms escape it. Emphasis and layout come from the
// structure alone.
type Message struct {
	// Key names what the message is ("live:e42") when it must not be posted
	// twice, else "". A platform that is a Finder keeps it with the message;
	// nobody sees it.
	Key string
	// Headline is the first line: what a phone's notification shows.
	Headline string
	Mention  string // a person's platform id to mention before the headline, "" for none
	Tone     Tone
	// Broadcast shows a message of a thread in its channel too, on platforms
	// with Limits.Broadcast.
	Broadcast bool `json:",omitempty"` // posts of before it was known keep their digest
	Blocks    []Block
	Buttons   []Button // in sight; at most three
	More      []Button // behind the menu ⋯
	Pictures  []Picture
	Files     []File
	// Proposal is set on a proposal's card; the web chat and its clients read
	// the configurations from it.
	Proposal string
}

// Tone colours what can be coloured; the words and marks say the same.
type Tone string

const (
	Plain Tone = ""
	Good  Tone = "good"
	Warn  Tone = "warn"
	Bad   Tone = "bad"
	Live  Tone = "live"
)

// Block is one part of a message's body: exactly one field is set.
type Block struct {
	Text   string  // a paragraph; "\n" breaks lines
	Markup string  // light markdown, untrusted: what a language model wrote
	Quote  string  // outside text shown as such, in a fixed-width face: log lines, commands
	Table  *Table  // configurations, rankings
	Runs   []Row   // the runs of a live message
	Note   string  // a quiet line: how it was read, what is default
	Select *Select // a choice of several
}

// Table has one header; every row has as many cells.
type Table struct {
	Columns []string
	Rows    [][]string
}

// Row is one run's line in a live message.
type Row struct {
	Run      string  // r128
	Mark     string  // ⏳ ▶ ✔ ✖ ■
	Best     bool    // show ★
	Label    string  // lr 0.1
	Fraction float64 // of progress in [0, 1], negative when unknown
	Progress string  // 14/20
	Value    string  // 0.183
	Note     string  // ~8 s, or why it waits or failed
	URL      string
}

// Button is a thing to click. URL makes it a link.
type Button struct {
	Label  string
	Action Action
	Style  Style
	URL    string
	// Confirm asks first when it is not "": what will happen, as a question.
	Confirm string
}

type Style string

const (
	Default Style = ""
	Primary Style = "primary"
	Danger  Style = "danger"
)

// Select lets a person choose several of many.
type Select struct {
	Action  Action
	Label   string
	Options []Option
}

type Option struct {
	Value    string
	Label    string
	Selected bool
}

// Picture is a PNG. Key names what it shows ("curve:e42"); Digest changes when
// its content does, so that platforms upload it only then.
type Picture struct {
	Key    string
	Digest string
	Alt    string
	URL    string // where the web serves it, "" when it is not reachable
	PNG    []byte
}

// Fill gives a picture its bytes.
func (p *Picture) Fill(png []byte) {
	sum := sha256.Sum256(png)
	p.PNG, p.Digest = png, hex.EncodeToString(sum[:8])
}

// File is text too long for a message.
type File struct {
	Name    string
	Content []byte
}

// Form is a set of fields to fill in.
type Form struct {
	Title  string
	Action Action
	Submit string
	Fields []Field
}

// Field is one input of a form.
type Field struct {
	Name    string
	Label   string
	Hint    string
	Value   string
	Choices []string // a select instead of a text input, nil: text
	Multi   bool     // several choices may be taken (its Value and its text are comma-separated): they make a grid
	Long    bool     // several lines of text
}
