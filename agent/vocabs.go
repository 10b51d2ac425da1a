package agent

import (
	"sync"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

// vocabs caches the vocabularies of recently used projects, because building one
// takes longer than reading a message. It identifies a project by the address of
// its parameters, which nobody changes while the project is configured.
type vocabs struct {
	mu     sync.Mutex
	byHome map[*trex.Param]*vocab.Vocab
}

// mostVocabs is more projects than a team has.
const mostVocabs = 64

func (v *vocabs) of(project *trex.Project) *vocab.Vocab {
	if len(project.Params) == 0 {
		return vocab.New(project)
	}
	home := &project.Params[0]
	v.mu.Lock()
	defer v.mu.Unlock()
	if voc, ok := v.byHome[home]; ok && voc.Project.Name == project.Name && len(voc.Project.Params) == len(project.Params) {
		return voc
	}
	if v.byHome == nil || len(v.byHome) >= mostVocabs {
		v.byHome = make(map[*trex.Param]*vocab.Vocab)
	}
	kept := *project
	voc := vocab.New(&kept)
	v.byHome[home] = voc
	return voc
}
