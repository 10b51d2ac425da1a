package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	sessionCookie = "trex_session"
	sessionAge    = 30 * 24 * time.Hour
)

// authenticate asks for the token if one is set: browsers send a session cookie,
// scripts a bearer header. The login page, the assets and the two probes,
// which say nothing about runs, are open.
func (s *Server) authenticate(next http.Handler) http.Handler {
	if s.Token == "" {
		return next
	}
	return s.wrap(func(w http.ResponseWriter, r *http.Request) error {
		if isOpen(r.URL.Path) || s.admitted(r) {
			next.ServeHTTP(w, r)
			return nil
		}
		if wantsPage(r) && r.Method == http.MethodGet {
			http.Redirect(w, r, "/login?to="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
			return nil
		}
		w.Header().Set("WWW-Authenticate", `Bearer realm="trex"`)
		if r.Header.Get("Authorization") != "" {
			return refuse(http.StatusUnauthorized, "unauthorized", "the token is not right")
		}
		return refuse(http.StatusUnauthorized, "unauthorized",
			"this server asks for its token: send it as \"Authorization: Bearer …\", or log in at /login")
	})
}

func isOpen(path string) bool {
	return path == "/login" || path == "/healthz" || path == "/readyz" || strings.HasPrefix(path, "/assets/")
}

func (s *Server) admitted(r *http.Request) bool {
	if scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "bearer") {
		return s.rightToken(strings.TrimSpace(token))
	}
	cookie, err := r.Cookie(sessionCookie)
	return err == nil && s.rightSession(cookie.Value)
}

// rightToken compares in constant time. Hashing first hides the length too.
func (s *Server) rightToken(token string) bool {
	got, want := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(s.Token))
	return subtle.ConstantTimeCompare(got[:], want[:]) == 1
}

// A session is its end time and a keyed hash of it. So the server stores no
// sessions, a restart logs nobody out, and a new token ends every session.
func (s *Server) newSession() string {
	end := strconv.FormatInt(s.Now().Add(sessionAge).Unix(), 10)
	return end + "." + s.sign(end)
}

func (s *Server) rightSession(value string) bool {
	end, signature, ok := strings.Cut(value, ".")
	if !ok || subtle.ConstantTimeCompare([]byte(signature), []byte(s.sign(end))) != 1 {
		return false
	}
	seconds, err := strconv.ParseInt(end, 10, 64)
	return err == nil && s.Now().Unix() < seconds
}

func (s *Server) sign(end string) string {
	mac := hmac.New(sha256.New, []byte(s.Token))
	mac.Write([]byte("trex session until " + end))
	return hex.EncodeToString(mac.Sum(nil))
}

func (s *Server) showLogin(w http.ResponseWriter, r *http.Request) error {
	if s.Token == "" || s.admitted(r) {
		http.Redirect(w, r, safePath(r.FormValue("to")), http.StatusSeeOther)
		return nil
	}
	return s.show(w, http.StatusOK, "login", loginPage{page: s.page(r, "Log in"), To: safePath(r.FormValue("to"))})
}

func (s *Server) login(w http.ResponseWriter, r *http.Request) error {
	if err := parseForm(r); err != nil {
		return err
	}
	if !s.limits.login.allow(client(r)) {
		return refuse(http.StatusTooManyRequests, "too_many", "too many attempts to log in; wait a minute")
	}
	to := safePath(r.PostForm.Get("to"))
	if !s.rightToken(strings.TrimSpace(r.PostForm.Get("token"))) {
		return s.show(w, http.StatusUnauthorized, "login",
			loginPage{page: s.page(r, "Log in"), To: to, Problem: "That is not this server's token."})
	}
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Value: s.newSession(), Path: "/", MaxAge: int(sessionAge.Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.https(r)})
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (s *Server) logout(w http.ResponseWriter, r *http.Request) error {
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Path: "/", MaxAge: -1, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: s.https(r)})
	http.Redirect(w, r, "/login", http.StatusSeeOther)
	return nil
}

// safePath returns its argument if that is a path on this server, else "/".
func safePath(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return "/"
	}
	return to
}
