package slack

import (
	"sync"

	"github.com/trex-ml/trex"
)

// spoken remembers about Trex's own messages what their references do not say:
// their thread, and which files were shared with them.
type spoken struct {
	mu    sync.Mutex
	by    map[string]*utterance // by reference
	order []string
}

type utterance struct {
	thread trex.Thread
	files  string // digest, "" when not known
}

func newSpoken() *spoken { return &spoken{by: make(map[string]*utterance)} }

func (s *spoken) add(thread trex.Thread, ref string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.by[ref]; known != nil {
		known.thread = thread
		return
	}
	s.by[ref] = &utterance{thread: thread}
	if s.order = append(s.order, ref); len(s.order) > mostRemembered {
		delete(s.by, s.order[0])
		s.order = s.order[1:]
	}
}

func (s *spoken) thread(ref string) (trex.Thread, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.by[ref]; known != nil {
		return known.thread, true
	}
	return trex.Thread{}, false
}

func (s *spoken) setFiles(ref, digest string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.by[ref]; known != nil {
		known.files = digest
	}
}

func (s *spoken) files(ref string) (digest string, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.by[ref]; u != nil && u.files != "" {
		return u.files, true
	}
	return "", false
}
