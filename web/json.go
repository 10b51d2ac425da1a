package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/trex-ml/trex"
)

// bodyLimit is the largest request body, in bytes.
const bodyLimit = 1 << 20

// limitBody refuses larger bodies before anything reads them.
func limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > bodyLimit {
			drain(w, r)
			writeFailure(w, tooLarge)
			return
		}
		if r.Body != nil {
			r.Body = http.MaxBytesReader(w, r.Body, bodyLimit)
		}
		next.ServeHTTP(w, r)
	})
}

var tooLarge = failure{Status: http.StatusRequestEntityTooLarge, Kind: "too_large",
	Message: "the request is larger than 1 MB, the limit of this server"}

// drain reads and drops a body that will be refused. Without it, a client that
// writes the whole body before it reads would see a broken connection instead
// of the reason.
func drain(w http.ResponseWriter, r *http.Request) {
	const most = 256 << 20
	if r.ContentLength > most {
		return
	}
	http.NewResponseController(w).SetReadDeadline(time.Now().Add(10 * time.Second)) //nolint:errcheck // a nicety
	io.CopyN(io.Discard, r.Body, most)                                              //nolint:errcheck // a nicety
}

// readJSON decodes a body into target. An empty body leaves target as it is
// when optional. Malformed JSON is a 400, a value that does not fit a 422, and
// both say where.
func readJSON(r *http.Request, target any, optional bool) error {
	body, err := readBody(r)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(body)) == 0 {
		if optional {
			return nil
		}
		return refuse(http.StatusBadRequest, "malformed", "the request has no body; it must be a JSON object")
	}
	if !json.Valid(body) {
		var syntax *json.SyntaxError
		var anything any
		if errors.As(json.Unmarshal(body, &anything), &syntax) {
			return refuse(http.StatusBadRequest, "malformed", "the body is not JSON: %v at byte %d", syntax, syntax.Offset)
		}
		return refuse(http.StatusBadRequest, "malformed", "the body is not JSON")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	return misfit(decoder.Decode(target))
}

func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(r.Body)
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		io.CopyN(io.Discard, r.Body, bodyLimit) //nolint:errcheck // a nicety
		return nil, &statusError{status: tooLarge.Status, kind: tooLarge.Kind, message: tooLarge.Message}
	}
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "malformed", "the request broke off before its end")
	}
	return body, nil
}

// misfit turns an error of encoding/json about well-formed JSON with wrong fields
// or types into a sentence.
func misfit(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := trex.Sentence(err); ok {
		return err
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		field := wrong.Field
		if field == "" {
			field = "the body"
		}
		return trex.Invalid("%s must be %s, got %s", field, shape(wrong), wrong.Value)
	}
	text := err.Error()
	if name, found := bytes.CutPrefix([]byte(text), []byte("json: unknown field ")); found {
		return trex.Invalid("%s is not a field of this request", name)
	}
	return trex.Invalid("the body has wrong fields or types: %s", text)
}

func shape(wrong *json.UnmarshalTypeError) string {
	switch wrong.Type.Kind().String() {
	case "slice":
		return "an array"
	case "map", "struct":
		return "an object"
	case "string":
		return "a text"
	case "int", "int64":
		return "a whole number"
	}
	return "another type"
}

func writeJSON(w http.ResponseWriter, status int, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err = w.Write(append(body, '\n'))
	if err != nil {
		return nil //nolint:nilerr // the client has gone
	}
	return nil
}
