package section

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/trex-ml/trex"
)

// Access says who may use Trex on a chat service. Empty lists do not restrict.
type Access struct {
	Servers  []string // Discord's guilds
	Channels []string
	People   []string
	Roles    []string
	Admins   []string      // may also stop and dismiss what others asked for
	Cooldown time.Duration // least time between two requests of one person
	Announce bool          // tell the channel too when an experiment ends or a run fails
}

// IDs are what a section lists under Key. A name in place of an id would match
// nothing, and nobody would be told why.
type IDs struct {
	Key  string
	IDs  []string
	Form *regexp.Regexp // of one id
	Like string         // an example, and where people find theirs
}

// CheckIDs returns a KeyError about the first id that has another form.
func CheckIDs(lists ...IDs) error {
	for _, list := range lists {
		for _, id := range list.IDs {
			if !list.Form.MatchString(id) {
				return &KeyError{list.Key, fmt.Sprintf("%s: %q is not an id like %s", list.Key, id, list.Like)}
			}
		}
	}
	return nil
}

// CheckAddress returns an invalid error when value, of the environment variable
// name, is neither "" nor the address of a web server.
func CheckAddress(name, value string) error {
	parsed, err := url.Parse(value)
	if value != "" && (err != nil || parsed.Host == "" || !strings.HasPrefix(parsed.Scheme, "http")) {
		return trex.Invalid("%s must be an address such as https://host/path", name)
	}
	return nil
}
