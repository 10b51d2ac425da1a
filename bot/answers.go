package bot

import (
	"log/slog"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/look"
	"github.com/trex-ml/trex/lab"
)

// answers answers questions: how runs are doing, which is best, how they
// compare, why they failed. It changes nothing.
type answers struct {
	store    store
	lab      *lab.Lab
	reader   *look.Reader
	projects trex.Projects
	limits   func(platform string) chat.Limits
	now      func() time.Time
	log      *slog.Logger
}
