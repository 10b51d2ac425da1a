package model

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// mostBytes is the most bytes that are read of one answer.
const mostBytes = 8 << 20

// transport limits the body of an answer. It also keeps the retry headers, which
// the API client does not return.
type transport struct{ base http.RoundTripper }

type hintKey struct{}

// hint holds what an answer's headers say about retrying.
type hint struct{ retryAfter time.Duration }

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if h, ok := req.Context().Value(hintKey{}).(*hint); ok {
		h.retryAfter = retryAfter(resp.Header, time.Now())
	}
	resp.Body = &limited{ReadCloser: resp.Body, left: mostBytes}
	return resp, nil
}

// retryAfter reads seconds or a date. It returns 0 when the header has neither.
func retryAfter(header http.Header, now time.Time) time.Duration {
	if ms, err := strconv.Atoi(header.Get("Retry-After-Ms")); err == nil && ms > 0 {
		return time.Duration(min(ms, 1e9)) * time.Millisecond
	}
	value := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil && seconds > 0 {
		return time.Duration(min(seconds, 1e6)) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}

var errTooLong = errors.New("the answer is too long")

type limited struct {
	io.ReadCloser
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLong
	}
	n, err := l.ReadCloser.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}

func withHint(ctx context.Context) (context.Context, *hint) {
	h := &hint{}
	return context.WithValue(ctx, hintKey{}, h), h
}
