package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex/bot/slack/slacktest"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/store/postgres/pgtest"
)

// upgraded is a site that an earlier version left, with a server of this
// version.
type upgraded struct {
	*site
	*process
	slack *slacktest.Server
}

// TestUpgradeWithThingsAlive starts this version on the state that a killed
// earlier one left: runs that continued without it, a waiting run, live
// messages and open cards in the web chat and in Slack, and runs that ended
// before newer columns existed.
func TestUpgradeWithThingsAlive(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func(testing.TB) string{
		"SQLite":     func(testing.TB) string { return "" },
		"PostgreSQL": pgtest.Database,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := upgraded{site: schema4.layOut(t, database(t)), slack: schema4.slack(t)}
			u.environment = []string{"SLACK_BOT_TOKEN=xoxb-test", "SLACK_APP_TOKEN=xapp-test", "SLACK_API_URL=" + u.slack.APIURL()}
			u.process = u.serve(t)
			for _, must := range afterUpgrade {
				if !t.Run(must.name, func(t *testing.T) { must.hold(t, u) }) {
					return // the next checks would wait in vain
				}
			}
		})
	}
}

// afterUpgrade lists what must hold, in order: each check sees what earlier
// ones did. The cards are launched after the live message was edited, and the
// runs end near the end.
var afterUpgrade = []struct {
	name string
	hold func(*testing.T, upgraded)
}{
	{"RunsGoOn", runsGoOn},
	{"LiveMessageIsEdited", liveMessageIsEdited},
	{"OlderRunsAreBroughtUpToDate", olderRunsAreBroughtUpToDate},
	{"OlderRunsAreRanked", olderRunsAreRanked},
	{"OlderRunsAreFoundByTheirConfiguration", olderRunsAreFound},
	{"OpenCardsHaveAVersion", openCardsHaveAVersion},
	{"OlderMessagesAreToEverybody", olderMessagesAreToEverybody},
	{"ChannelsHaveNoProject", channelsHaveNoProject},
	{"OpenCardLaunches", openCardLaunches},
	{"OpenCardInSlackLaunches", openCardInSlackLaunches},
	{"RunsEndInTheTruth", runsEndInTheTruth},
	{"NothingIsSaidTwice", nothingIsSaidTwice},
	{"NothingIsSaidTwiceInSlack", nothingIsSaidTwiceInSlack},
	{"EverythingIsImported", everythingIsImported},
}

func runsGoOn(t *testing.T, u upgraded) {
	for run, before := range schema4.running {
		if n := len(u.epochs(t, run)); n < before {
			t.Errorf("%s has %d epochs, had %d before", run, n, before)
		}
		u.let(t, 10, run)
		await.Until(t, "10 epochs of "+run, func() bool { return len(u.epochs(t, run)) >= 10 })
	}
}

func runsEndInTheTruth(t *testing.T, u upgraded) {
	u.open(t)
	await.Until(t, "the end of all runs", func() bool { return u.allEnded(t) })
	epochs := map[string]int{"r6": 20, "r7": 20, "r8": 20, "r9": 3, "r10": 3}
	for _, run := range u.runs(t) {
		if n := epochs[run.ID]; n > 0 {
			u.checkRun(t, u.server, run, n)
			delete(epochs, run.ID)
		}
	}
	if len(epochs) > 0 {
		t.Errorf("these runs are gone: %v", epochs)
	}
}

// everythingIsImported moves the upgraded directory to PostgreSQL.
func everythingIsImported(t *testing.T, u upgraded) {
	if u.url != "" {
		return // it is there
	}
	runs := u.runs(t)
	u.kill()
	u.url = pgtest.Database(t)
	if said := u.tell(t, exitOK, "import", "--from", "sqlite", "--data", u.data); !strings.Contains(said, "10 rows, the same in both databases") {
		t.Errorf("import: %s", said)
	}
	moved := u.serve(t)
	if diff := cmp.Diff(runs, moved.runs(t)); diff != "" {
		t.Errorf("runs (-SQLite +PostgreSQL):\n%s", diff)
	}
}
