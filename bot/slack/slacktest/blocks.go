package slacktest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// Slack's documented limits of blocks.
const (
	mostBlocks      = 50
	mostViewBlocks  = 100
	mostSectionText = 3000
	mostBlocksText  = 13_200
	mostText        = 40_000
)

// checkMessageLocked returns Slack's refusal of a message, nil if Slack would
// accept it.
func (s *Server) checkMessageLocked(form url.Values) answer {
	if form.Get("text") == "" && form.Get("blocks") == "" {
		return refusal("no_text")
	}
	if utf8.RuneCountInString(form.Get("text")) > mostText {
		return refusal("msg_too_long")
	}
	return s.checkBlocksLocked(form.Get("blocks"), mostBlocks)
}

func (s *Server) checkBlocksLocked(text string, most int) answer {
	if text == "" {
		return nil
	}
	var blocks []map[string]any
	if json.Unmarshal([]byte(text), &blocks) != nil {
		return refusal("invalid_blocks_format")
	}
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, "[ERROR] "+fmt.Sprintf(format, args...)) }
	if len(blocks) > most {
		say("no more than %d items allowed [json-pointer:/blocks]", most)
	}
	total := 0
	for i, block := range blocks {
		at := fmt.Sprintf("/blocks/%d", i)
		if kind, _ := block["type"].(string); slices.Contains(s.Unknown, kind) {
			say("unsupported type: %s [json-pointer:%s/type]", kind, at)
			continue
		}
		c := &checker{server: s, say: say, ids: make(map[string]bool)}
		c.block(block, at)
		total += c.text
	}
	if total > mostBlocksText {
		return refusal("msg_blocks_too_long")
	}
	if len(wrong) == 0 {
		return nil
	}
	a := refusal("invalid_blocks")
	a["errors"] = wrong
	a["response_metadata"] = answer{"messages": wrong}
	return a
}

type checker struct {
	server *Server
	say    func(string, ...any)
	ids    map[string]bool
	text   int
}

func (c *checker) block(b map[string]any, at string) {
	switch b["type"] {
	case "section":
		c.textObject(b["text"], at+"/text", mostSectionText)
		if accessory, ok := b["accessory"].(map[string]any); ok {
			c.element(accessory, at+"/accessory")
		}
	case "context":
		c.list(b["elements"], at+"/elements", 10, func(e map[string]any, at string) { c.textObject(e, at, mostSectionText) })
	case "actions":
		c.list(b["elements"], at+"/elements", 25, c.element)
	case "input":
		c.textObject(b["label"], at+"/label", 2000)
		if element, ok := b["element"].(map[string]any); ok {
			c.element(element, at+"/element")
		}
	case "image":
		c.image(b, at)
	case "rich_text":
		c.list(b["elements"], at+"/elements", 1000, c.richText)
	case "data_table":
		c.table(b, at)
	default:
		c.say("unsupported type: %v [json-pointer:%s/type]", b["type"], at)
	}
}

func (c *checker) list(value any, at string, most int, check func(map[string]any, string)) {
	items, _ := value.([]any)
	if len(items) == 0 || len(items) > most {
		c.say("must have 1 to %d items [json-pointer:%s]", most, at)
	}
	for i, item := range items {
		if object, ok := item.(map[string]any); ok {
			check(object, fmt.Sprintf("%s/%d", at, i))
		} else {
			c.say("must be an object [json-pointer:%s/%d]", at, i)
		}
	}
}

func (c *checker) textObject(value any, at string, most int) {
	object, _ := value.(map[string]any)
	text, _ := object["text"].(string)
	n := utf8.RuneCountInString(text)
	c.text += n
	if kind := object["type"]; kind != "plain_text" && kind != "mrkdwn" {
		c.say("unsupported type: %v [json-pointer:%s/type]", kind, at)
	}
	if n == 0 || n > most {
		c.say("must have 1 to %d characters [json-pointer:%s/text]", most, at)
	}
}

// element checks an interactive element; its labels do not count as text.
func (c *checker) element(e map[string]any, at string) {
	text := c.text
	defer func() { c.text = text }()
	id, _ := e["action_id"].(string)
	if id == "" || len(id) > 255 || c.ids[id] {
		c.say("action_id must be unique, 1 to 255 characters [json-pointer:%s/action_id]", at)
	}
	c.ids[id] = true
	switch e["type"] {
	case "button":
		c.textObject(e["text"], at+"/text", 75)
		if value, _ := e["value"].(string); len(value) > 2000 {
			c.say("value is too long [json-pointer:%s/value]", at)
		}
	case "overflow":
		c.options(e["options"], at+"/options", 5)
	case "static_select", "multi_static_select":
		c.options(e["options"], at+"/options", 100)
	case "checkboxes":
		c.options(e["options"], at+"/options", 10)
	case "plain_text_input":
	default:
		c.say("unsupported type: %v [json-pointer:%s/type]", e["type"], at)
	}
	if initial, ok := e["initial_options"]; ok {
		c.options(initial, at+"/initial_options", 100)
	}
	if strings.HasPrefix(fmt.Sprint(e["type"]), "multi_") && strings.Contains(at, "/elements/") {
		c.say("a multiple choice cannot be in an actions block [json-pointer:%s]", at)
	}
}

func (c *checker) options(value any, at string, most int) {
	c.list(value, at, most, func(option map[string]any, at string) {
		c.textObject(option["text"], at+"/text", 75)
		if v, _ := option["value"].(string); v == "" || utf8.RuneCountInString(v) > 150 {
			c.say("value must have 1 to 150 characters [json-pointer:%s/value]", at)
		}
	})
}

func (c *checker) image(b map[string]any, at string) {
	if alt, _ := b["alt_text"].(string); alt == "" || len(alt) > 2000 {
		c.say("alt_text must have 1 to 2000 characters [json-pointer:%s/alt_text]", at)
	}
	file, _ := b["slack_file"].(map[string]any)
	id, _ := file["id"].(string)
	if c.server.files == nil && id != "" {
		return
	}
	if f := c.server.files[id]; f == nil || f.Deleted || !c.server.processed(f) {
		c.say("invalid slack file [json-pointer:%s/slack_file]", at)
	}
}

func (c *checker) richText(e map[string]any, at string) {
	switch e["type"] {
	case "rich_text_section", "rich_text_preformatted":
		c.list(e["elements"], at+"/elements", 1000, func(part map[string]any, at string) {
			text, _ := part["text"].(string)
			c.text += utf8.RuneCountInString(text)
			if user, _ := part["user_id"].(string); slices.Contains(c.server.Strangers, user) {
				c.say("invalid user id [json-pointer:%s/user_id]", at)
			}
			if part["type"] == "text" && text == "" {
				c.say("must be more than 0 characters [json-pointer:%s/text]", at)
			}
		})
	default:
		c.say("unsupported type: %v [json-pointer:%s/type]", e["type"], at)
	}
}

func (c *checker) table(b map[string]any, at string) {
	if caption, _ := b["caption"].(string); caption == "" {
		c.say("missing required field: caption [json-pointer:%s]", at)
	}
	rows, _ := b["rows"].([]any)
	if len(rows) < 2 || len(rows) > 101 {
		c.say("must have 2 to 101 rows [json-pointer:%s/rows]", at)
	}
	width := -1
	for i, row := range rows {
		cells, _ := row.([]any)
		if width < 0 {
			width = len(cells)
		}
		if len(cells) == 0 || len(cells) > 20 || len(cells) != width {
			c.say("rows must be equally long, 1 to 20 cells [json-pointer:%s/rows/%d]", at, i)
		}
	}
}

// CheckBlocks returns Slack's error about a message's blocks, "" if Slack would
// accept them. It assumes that every file exists.
func CheckBlocks(blocks json.RawMessage) string {
	s := &Server{}
	a := s.checkBlocksLocked(string(blocks), mostBlocks)
	if a == nil {
		return ""
	}
	return fmt.Sprint(a["error"], a["errors"])
}
