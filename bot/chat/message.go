package chat

import (
	"crypto/sha256"
	"encoding/hex"
)

// Message is what Trex posts, independent of how a platform shows it. Every text
// in it is plain: platforms escape it. Emphasis and layout come from the structure
// alone.
type Message struct {
	// Key identifies a message that must not be posted twice ("live:e42"), else
	// it is "". A platform that is a Finder stores it with the message, hidden.
	Key string
	// Headline is the first line, which a phone's notification shows.
	Headline string
	Mention  string // a person's platform id to mention before the headline, "" for none
	Tone     Tone
	// Broadcast also shows a thread's message in the channel, on platforms with
	// Limits.Broadcast.
	Broadcast bool `json:",omitempty"` // older posts keep their digest
	Blocks    []Block
	Buttons   []Button // shown directly; at most three
	More      []Button // behind the menu ⋯
	Pictures  []Picture
	Files     []File
	// Act is what Trex did with the words that this message answers, an agent.Act; ""
	// for what Trex says by itself.
	Act string `json:",omitempty"`
	// Options are answers to a question of Trex, each as a person would type it.
	// Buttons show them.
	Options []string `json:",omitempty"`
	// Proposal is the proposal's id on its card, else "". The web chat and its
	// clients find the configurations by it.
	Proposal string
}

// Tone is the colour of a message. The text says the same without colour.
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
	Markup string  // simple markdown that a language model wrote; untrusted
	Quote  string  // text from outside, in a fixed-width font: log lines, commands
	Table  *Table  // configurations, rankings
	Runs   []Row   // the runs of a live message
	Note   string  // a less important line: how the request was read, which values are default
	Select *Select // a menu
}

// Table has one header; every row has a cell for each column.
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
	Fraction float64 // progress in [0, 1], negative when unknown
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
	// Confirm is a question to ask before the action, "" for none.
	Confirm string
}

type Style string

const (
	Default Style = ""
	Primary Style = "primary"
	Danger  Style = "danger"
)

// Select is a menu in which a person can choose several options.
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

// Picture is a PNG. Key names its subject ("curve:e42"). Digest changes when its
// content does, so that platforms upload it only then.
type Picture struct {
	Key    string
	Digest string
	Alt    string
	URL    string // its address on the web pages, "" when they are not reachable
	PNG    []byte
}

// Fill sets the picture's bytes and digest.
func (p *Picture) Fill(png []byte) {
	sum := sha256.Sum256(png)
	p.PNG, p.Digest = png, hex.EncodeToString(sum[:8])
}

// File is text that is too long for a message.
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
	Multi   bool     // several choices make a grid; Value and the submitted text are comma-separated
	Long    bool     // several lines of text
}
