package lab

import (
	"context"

	"github.com/trex-ml/trex"
)

// UseProject makes a project the one of requests in a channel that name none. Anybody
// who may use Trex may do it: it changes what is assumed, and each card shows its
// project before anything is launched. A project that is not configured is invalid.
func (l *Lab) UseProject(ctx context.Context, in trex.Thread, name string, by trex.Person) (trex.ChannelProject, error) {
	project, err := l.projects.Find(name)
	if err != nil {
		text, _ := trex.Sentence(err)
		return trex.ChannelProject{}, trex.Invalid("%s", text)
	}
	chosen := trex.ChannelProject{Platform: in.Platform, Channel: in.Channel, Project: project.Name, SetBy: by, SetAt: l.now()}
	return chosen, l.store.SaveChannelProject(ctx, chosen)
}

// ForgetProject leaves a channel without a project. It does nothing where there is none.
func (l *Lab) ForgetProject(ctx context.Context, in trex.Thread) error {
	return l.store.DeleteChannelProject(ctx, in.Platform, in.Channel)
}
