package section

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/trex-ml/trex"
)

// Access says who may use Trex on a chat service. An empty list of
// servers, channels, people or roles restricts nothing.
type Access struct {
	Servers  []string // Discord's guilds
	Channels []string
	People   []string
	Roles    []string
	Admins   []string      // may also stop and dismiss other people's requests
	Cooldown time.Duration // shortest time between two requests of one person
	Announce bool          // tell the channel too when an experiment ends or a run fails
}

// IDs are the ids that a section lists under Key. They are checked because a
// name instead of an id would match nothing, without an error.
type IDs struct {
	Key  string
	IDs  []string
	Form *regexp.Regexp // the form of one id
	Like string         // an example, and where to find the id
}

// CheckIDs returns a KeyError about the first id that does not match Form.
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

// CheckAddress returns an invalid error unless value is "" or the address of a
// web server. name is the environment variable.
func CheckAddress(name, value string) error {
	parsed, err := url.Parse(value)
	if value != "" && (err != nil || parsed.Host == "" || !strings.HasPrefix(parsed.Scheme, "http")) {
		return trex.Invalid("%s must be an address such as https://host/path", name)
	}
	return nil
}
