package slack

import (
	"strings"

	"github.com/trex-ml/trex"
)

// Link implements chat.Linker. For a message in a thread it returns the address
// of the thread.
func (p *Platform) Link(thread trex.Thread, ref string) string {
	p.mu.Lock()
	workspace := p.workspace
	p.mu.Unlock()
	if workspace == "" || thread.Channel == "" {
		return ""
	}
	address := strings.TrimSuffix(workspace, "/") + "/archives/" + thread.Channel
	if thread.ID != "" {
		ref = thread.ID
	}
	if ref == "" {
		return address
	}
	return address + "/p" + strings.ReplaceAll(ref, ".", "")
}
