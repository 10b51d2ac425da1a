package slack

import (
	"net/url"
	"slices"
	"strings"
)

// ofSlack reports whether an address that came with an event is at one of these hosts
// of Slack, or at the server configured in its place.
func (p *Platform) ofSlack(address string, hosts ...string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	host := strings.ToLower(u.Hostname())
	if u.Scheme == "https" && slices.Contains(hosts, host) {
		return true
	}
	own, err := url.Parse(p.params.APIURL)
	return err == nil && own.Host != "" && strings.ToLower(own.Hostname()) == host
}
