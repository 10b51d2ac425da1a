package discord

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/trex-ml/trex"
)

// rewriter sends the library's requests to another server that speaks
// Discord's protocol: a proxy, or one on loopback in tests.
type rewriter struct {
	base *url.URL
	next http.RoundTripper
}

// libraryPrefix is the path of Discord's API in discordgo.
const libraryPrefix = "/api/v9"

func (r *rewriter) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	path, ok := strings.CutPrefix(request.URL.Path, libraryPrefix)
	if ok {
		if path == "/gateway" {
			path = "/gateway/bot" // gives the same answer, and every server has it
		}
		request.URL.Path = strings.TrimRight(r.base.Path, "/") + path
	}
	request.URL.Scheme, request.URL.Host, request.Host = r.base.Scheme, r.base.Host, r.base.Host
	return r.next.RoundTrip(request)
}

// httpClient connects to Discord, or to the server at apiURL if that is not "".
// An address without a path means Discord's own path: /api/v10.
func httpClient(apiURL string) (*http.Client, error) {
	client := &http.Client{Timeout: 30 * time.Second, Transport: impatient{http.DefaultTransport}}
	if apiURL == "" {
		return client, nil
	}
	base, err := url.Parse(apiURL)
	if err != nil || base.Host == "" {
		return nil, trex.Invalid("DISCORD_API_URL must be an address such as http://127.0.0.1:3200/api/v10")
	}
	if strings.Trim(base.Path, "/") == "" {
		base.Path = "/api/v10"
	}
	client.Transport = &rewriter{base, client.Transport}
	return client, nil
}

// impatient hides long waits from the library, which sleeps before the next
// call of that kind and ignores its context: a limit on new threads would delay
// a shutdown for minutes. The next call fails with the time to wait, and the
// bot waits.
type impatient struct{ next http.RoundTripper }

// longestNap is how many seconds the library may sleep.
const longestNap = 10

func (i impatient) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := i.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	after, err := strconv.ParseFloat(response.Header.Get("X-RateLimit-Reset-After"), 64)
	if err != nil || after > longestNap {
		for _, name := range []string{"Limit", "Remaining", "Reset", "Reset-After", "Global"} {
			response.Header.Del("X-RateLimit-" + name)
		}
	}
	return response, nil
}
