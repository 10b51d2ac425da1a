package slacktest

import (
	"encoding/json"
	"strings"
)

// Text returns all readable text of blocks, in order: one line for each part, a
// mention as @ and the id.
func Text(blocks json.RawMessage) string {
	var list []map[string]any
	json.Unmarshal(blocks, &list) //nolint:errcheck // blocks were checked when they came
	var lines []string
	for _, block := range list {
		lines = append(lines, blockLines(block)...)
	}
	return strings.Join(lines, "\n")
}

func blockLines(block map[string]any) []string {
	switch block["type"] {
	case "section":
		return []string{textOf(block["text"])}
	case "context":
		return each(block["elements"], textOf)
	case "rich_text":
		return each(block["elements"], func(part any) string {
			return strings.Join(each(object(part)["elements"], spanText), "")
		})
	case "data_table":
		return each(block["rows"], func(row any) string {
			return strings.Join(each(row, func(cell any) string { return str(object(cell)["text"]) }), " ")
		})
	}
	return nil
}

func each(list any, read func(any) string) []string {
	items, _ := list.([]any)
	lines := make([]string, len(items))
	for i, item := range items {
		lines[i] = read(item)
	}
	return lines
}

func spanText(part any) string {
	p := object(part)
	switch p["type"] {
	case "user":
		return "@" + str(p["user_id"])
	case "link":
		if text := str(p["text"]); text != "" {
			return text
		}
		return str(p["url"])
	}
	return str(p["text"])
}

// textOf reads a text object; of mrkdwn it undoes the entities.
func textOf(value any) string {
	o := object(value)
	if o["type"] != "mrkdwn" {
		return str(o["text"])
	}
	text := strings.NewReplacer("```\n", "", "\n```", "", "*", "").Replace(str(o["text"]))
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}

func object(value any) map[string]any {
	o, _ := value.(map[string]any)
	return o
}

func str(value any) string {
	s, _ := value.(string)
	return s
}

// Pictures returns how many pictures blocks show.
func Pictures(blocks json.RawMessage) int { return strings.Count(string(blocks), `"slack_file"`) }

// Labels returns the labels of the buttons, and the labels and values of the
// menu ⋯.
func Labels(blocks json.RawMessage) (buttons []string, menu map[string]string) {
	menu = make(map[string]string)
	for _, element := range Elements(blocks) {
		switch element["type"] {
		case "button":
			buttons = append(buttons, textOf(element["text"]))
		case "overflow", "static_select":
			options, _ := element["options"].([]any)
			for _, option := range options {
				menu[textOf(object(option)["text"])] = str(object(option)["value"])
			}
		}
	}
	return buttons, menu
}
