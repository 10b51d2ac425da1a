package card

import (
	"fmt"
)

func CurveNote(s *Standing) string {
	if best := s.Best(); best != nil {
		return fmt.Sprintf("%s · best %s %s", s.Experiment.ID, best.ID, s.Value(best.Best.Value))
	}
	return string(s.Experiment.ID)
}
