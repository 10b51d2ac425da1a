package slack

import (
	"bytes"
	"encoding/json"

	"github.com/trex-ml/trex/bot/chat"
)

// Rendering is a message as Slack gets it, and the names of the files that
// follow it. Its pictures are ids of files, which are the pictures' keys.
func Rendering(m chat.Message, plain bool) (text string, blocks json.RawMessage, files []string) {
	pictures := make(map[string]string)
	for _, picture := range m.Pictures {
		pictures[picture.Key] = "file of " + picture.Key
	}
	out := render(m, dialect{rich: !plain, tables: !plain, blocks: mostBlocks}, pictures)
	var encoded bytes.Buffer
	encoder := json.NewEncoder(&encoded)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(out.blocks); err != nil {
		return "", nil, nil
	}
	for _, file := range m.Files {
		files = append(files, file.Name)
	}
	if out.cut {
		files = append(files, "message.txt")
	}
	return out.text, encoded.Bytes(), files
}
