package card

import (
	"fmt"

	"github.com/trex-ml/trex/say"
)

func ThreadName(s *Standing) string {
	name := fmt.Sprintf("%s · %s · %s", s.Experiment.ID, s.Experiment.Project, say.Summary(s.Project, s.Configs()))
	return say.Clip(name, 90)
}
