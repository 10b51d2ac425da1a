package agent

import (
	"sync"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

// vocabs keeps the vocabularies of the projects seen last: building one takes
// longer than reading a message. Projects are told apart by where their
// parameters are stored, which nobody changes while they are configured.
type vocabs struct {
	mu     sync.Mutex
	byHome map[*trex.Param]*vocab.Vocab
}

// mostVocabs is more projects than a team configures.
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
