package web

import (
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limiters limit how often one address may do something expensive.
type limiters struct {
	write *limiter // posts of any kind
	login *limiter // attempts to log in
	watch chan struct{}
}

// mostWatchers is how many live connections may be open at once.
const mostWatchers = 512

func newLimiters(now func() time.Time) *limiters {
	return &limiters{
		write: &limiter{rate: 50, burst: 400, now: now},
		login: &limiter{rate: rate.Every(6 * time.Second), burst: 10, now: now},
		watch: make(chan struct{}, mostWatchers),
	}
}

// limiter is a token bucket for each address.
type limiter struct {
	rate  rate.Limit
	burst int
	now   func() time.Time

	mu      sync.Mutex
	buckets map[string]*rate.Limiter
}

// mostBuckets limits the memory for addresses. At the limit all are forgotten;
// at worst each address gets a new burst.
const mostBuckets = 10_000

func (l *limiter) allow(address string) bool {
	l.mu.Lock()
	bucket := l.buckets[address]
	if bucket == nil {
		if l.buckets == nil || len(l.buckets) >= mostBuckets {
			l.buckets = make(map[string]*rate.Limiter)
		}
		bucket = rate.NewLimiter(l.rate, l.burst)
		l.buckets[address] = bucket
	}
	l.mu.Unlock()
	return bucket.AllowN(l.now(), 1)
}

// limitWrites answers 429 to an address that posts faster than people do.
func (s *Server) limitWrites(next http.Handler) http.Handler {
	return s.wrap(func(w http.ResponseWriter, r *http.Request) error {
		if changes(r.Method) && !s.limits.write.allow(client(r)) {
			return refuse(http.StatusTooManyRequests, "too_many", "too many requests; wait a moment")
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// watching takes one of the places for live connections until done is called.
func (l *limiters) watching() (done func(), err error) {
	select {
	case l.watch <- struct{}{}:
		return func() { <-l.watch }, nil
	default:
		return nil, refuse(http.StatusTooManyRequests, "too_many",
			"%d live connections are open, which is the limit; close some pages", mostWatchers)
	}
}

func client(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
