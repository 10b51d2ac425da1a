package web

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// parseForm reads a posted form of any encoding a browser uses.
func parseForm(r *http.Request) error {
	if err := r.ParseMultipartForm(bodyLimit); err != nil && r.PostForm == nil {
		return refuse(http.StatusBadRequest, "malformed", "the form could not be read")
	}
	if r.PostForm == nil {
		r.PostForm = url.Values{}
	}
	return nil
}

// scripted reports whether a script sent the form; it shows the outcome itself.
func scripted(r *http.Request) bool { return r.Header.Get("X-Requested-With") == "fetch" }

func (s *Server) postMessageForm(w http.ResponseWriter, r *http.Request) error {
	if err := parseForm(r); err != nil {
		return err
	}
	answer, err := s.say(r.Context(), r.PostForm.Get("content"))
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/?view=chat#"+string(answer.ID), http.StatusSeeOther)
	return nil
}

// postAction handles a click on a card's button, or the form that it opened.
func (s *Server) postAction(w http.ResponseWriter, r *http.Request) error {
	if err := parseForm(r); err != nil {
		return err
	}
	form := r.PostForm
	switch {
	case form.Has("form"):
		return s.submitForm(w, r)
	case form.Has("ask"):
		return s.askFirst(w, r)
	}
	action, err := chat.ParseAction(form.Get("action"))
	if err != nil {
		return err
	}
	values := form["value"]
	if action.Name == chat.ActLaunch && form.Has("choosing") && len(values) == 0 {
		return s.clicked(w, r, outcomeJSON{}, trex.Invalid("no run is ticked: tick those to launch"))
	}
	if action.Name != chat.ActLaunch && action.Name != chat.ActSelect {
		values = nil
	}
	trigger := rand.Text()
	came, err := s.decide(r, chat.Event{
		ID: trigger, Did: chat.Clicked{Action: action, Values: values}, Ref: form.Get("ref"), Trigger: trigger,
	})
	if opened, ok := s.Chat.takeForm(trigger); ok {
		return s.showForm(w, r, http.StatusOK, newFormView(opened, form.Get("ref"), nil))
	}
	return s.clicked(w, r, came, err)
}

// formView is a chat.Form as the page shows it.
type formView struct {
	Title, Submit string
	Ref, Action   string
	Problem       string
	Fields        []fieldView
}

type fieldView struct {
	Name, Label, Hint, Value, Error string
	Choices                         []choiceView
	Multi                           bool
	Long                            bool
}

type formPage struct {
	page
	Form formView
}

func newFormView(form chat.Form, ref string, problems map[string]string) formView {
	v := formView{Title: form.Title, Submit: form.Submit, Ref: ref, Action: form.Action.Encode()}
	for _, field := range form.Fields {
		shown := fieldView{Name: field.Name, Label: field.Label, Hint: field.Hint, Value: field.Value, Multi: field.Multi, Long: field.Long, Error: problems[field.Name]}
		chosen := strings.Split(field.Value, ",")
		for i := range chosen {
			chosen[i] = strings.TrimSpace(chosen[i])
		}
		for _, choice := range field.Choices {
			shown.Choices = append(shown.Choices, choiceView{Value: choice, Label: choice, Checked: slices.Contains(chosen, choice)})
		}
		v.Fields = append(v.Fields, shown)
	}
	for name, problem := range problems {
		if !slices.ContainsFunc(form.Fields, func(f chat.Field) bool { return f.Name == name }) {
			v.Problem = problem
		}
	}
	return v
}

// showForm answers with a page, or with the form alone for a script's dialog.
func (s *Server) showForm(w http.ResponseWriter, r *http.Request, status int, form formView) error {
	if scripted(r) { // a script does not count a form to fill in again as a failure
		return s.show(w, http.StatusOK, "form-body", form)
	}
	return s.show(w, status, "form", formPage{page: s.page(r, form.Title), Form: form})
}

// submitForm sends a filled-in form to the bot. If the bot refuses it, the same
// form comes back with the typed values and the reasons.
func (s *Server) submitForm(w http.ResponseWriter, r *http.Request) error {
	form := r.PostForm
	action, err := chat.ParseAction(form.Get("form"))
	if err != nil {
		return err
	}
	fields := make(map[string]string)
	for name, values := range form {
		if field, ok := strings.CutPrefix(name, "field."); ok {
			fields[field] = strings.Join(values, ", ")
		}
	}
	problems := map[string]string{}
	came, err := s.decide(r, chat.Event{
		ID: rand.Text(), Ref: form.Get("ref"),
		Did: chat.Submitted{Action: action, Fields: fields, Errors: func(found map[string]string) { problems = found }},
	})
	if len(problems) == 0 {
		return s.clicked(w, r, came, err)
	}
	again, err := s.reopen(r, action)
	if err != nil {
		return s.clicked(w, r, came, err)
	}
	for i := range again.Fields {
		again.Fields[i].Value = fields[again.Fields[i].Name]
	}
	return s.showForm(w, r, http.StatusUnprocessableEntity, newFormView(again, form.Get("ref"), problems))
}

// reopen asks the bot for a form again.
func (s *Server) reopen(r *http.Request, action chat.Action) (chat.Form, error) {
	trigger := rand.Text()
	_, err := s.decide(r, chat.Event{
		ID: trigger, Did: chat.Clicked{Action: action}, Ref: r.PostForm.Get("ref"), Trigger: trigger,
	})
	form, ok := s.Chat.takeForm(trigger)
	if !ok && err == nil {
		err = trex.Conflict("this form can no longer be sent: the proposal was decided meanwhile")
	}
	return form, err
}

// postSelection compares, stops or retries the ticked runs.
func (s *Server) postSelection(w http.ResponseWriter, r *http.Request) error {
	if err := parseForm(r); err != nil {
		return err
	}
	form := r.PostForm
	var ids []trex.RunID
	for _, text := range form["run"] {
		id, err := trex.ParseRunID(text)
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return s.clicked(w, r, outcomeJSON{}, trex.Invalid("no run is ticked"))
	}
	action := chat.Action{Subject: joined(ids)}
	switch form.Get("do") {
	case "compare":
		http.Redirect(w, r, "/compare?runs="+action.Subject, http.StatusSeeOther)
		return nil
	case "stop":
		action.Name = chat.ActStop
	case "retry":
		action.Name = chat.ActRetry
	default:
		return trex.Invalid("do must be compare, stop or retry")
	}
	came, err := s.decide(r, chat.Event{ID: rand.Text(), Did: chat.Clicked{Action: action}})
	return s.clicked(w, r, came, err)
}

func joined(ids []trex.RunID) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	return strings.Join(texts, ",")
}
