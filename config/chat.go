package config

import (
	"errors"

	"github.com/goccy/go-yaml"
	"github.com/trex-ml/trex/config/section"
)

// chats reads the sections of chat services.
func (r *reader) chats(decoder *yaml.Decoder) error {
	for _, chat := range r.sections.Chats {
		node, ok := r.cut.chats[chat.Name]
		if !ok {
			continue
		}
		if err := decoder.DecodeFromNode(node, chat.Settings); err != nil {
			return located(r.name, err)
		}
		if err := chat.Settings.Check(); err != nil {
			path := []string{chat.Name}
			if at, ok := errors.AsType[*section.KeyError](err); ok {
				path = append(path, at.Key)
			}
			return r.refuse(path, "%s", err)
		}
	}
	return nil
}
