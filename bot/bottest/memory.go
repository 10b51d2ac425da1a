package bottest

import (
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// Memory is the Harness of a Service.
type Memory struct {
	*Service
	t     testing.TB
	event int
}

// NewMemory returns a harness for a service in memory.
func NewMemory(t testing.TB, s *Service) *Memory { return &Memory{Service: s, t: t} }

// Person returns the person with a name on the service.
func (m *Memory) Person(name string) trex.Person {
	return trex.Person{Platform: m.Name, ID: "U-" + name, Name: name}
}

// Channel returns the channel of all events.
func (m *Memory) Channel() trex.Thread { return trex.Thread{Platform: m.Name, Channel: "C1"} }

func (m *Memory) Reconnect() {}

func (m *Memory) Traits() Traits { return Traits{} }

func (m *Memory) Say(person string, thread trex.Thread, text string) {
	if thread == (trex.Thread{}) {
		thread = m.Channel()
		if !m.Threads { // then each message in the channel starts a thread
			thread.ID = "m" + strconv.Itoa(m.event)
		}
	}
	m.deliver(chat.Event{
		Did: chat.Said{Text: text, Mention: true}, Person: m.Person(person), Thread: thread, At: m.Now(),
	})
}

// Reply writes a reply to one of Trex's messages. The text does not mention Trex.
func (m *Memory) Reply(person string, to Shown, text string) {
	m.deliver(chat.Event{
		Did: chat.Said{Text: text, ReplyTo: to.Ref}, Person: m.Person(person), Thread: to.Thread, At: m.Now(),
	})
}

// Overhear writes text in a thread, to nobody in particular.
func (m *Memory) Overhear(person string, thread trex.Thread, text string) {
	m.deliver(chat.Event{
		Did: chat.Said{Text: text, Continue: true}, Person: m.Person(person), Thread: thread, At: m.Now(),
	})
}

// deliver gives an event an id and delivers it.
func (m *Memory) deliver(event chat.Event) {
	m.event++
	event.ID = "event-" + strconv.Itoa(m.event)
	m.Deliver(event)
}

func (m *Memory) Repeat() {
	m.mu.Lock()
	last := m.events[len(m.events)-1]
	m.mu.Unlock()
	m.Deliver(last)
}

func (m *Memory) Shown() []Shown {
	m.mu.Lock()
	defer m.mu.Unlock()
	shown := make([]Shown, len(m.posts))
	for i, p := range m.posts {
		shown[i] = Shown{
			Ref: p.ref, Thread: p.thread, Text: p.message.Plain(), Whisper: p.whisper, Pictures: len(p.message.Pictures),
			Raw: p.message,
		}
		for _, button := range p.message.Buttons {
			shown[i].Buttons = append(shown[i].Buttons, button.Label)
		}
		for _, button := range p.message.More {
			shown[i].Menu = append(shown[i].Menu, button.Label)
		}
		for _, file := range p.message.Files {
			shown[i].Files = append(shown[i].Files, file.Name)
		}
		for _, block := range p.message.Blocks {
			if block.Select != nil {
				shown[i].Options += len(block.Select.Options)
			}
		}
	}
	return shown
}

func (m *Memory) Click(person string, on Shown, label string) {
	m.t.Helper()
	seen := on.Raw.(chat.Message)
	buttons := slices.Concat(seen.Buttons, seen.More)
	i := slices.IndexFunc(buttons, func(b chat.Button) bool { return b.Label == label })
	if i < 0 {
		m.t.Fatalf("there is no button %q on: %s", label, on.Text)
	}
	action := buttons[i].Action
	m.deliver(chat.Event{
		Did: chat.Clicked{Action: action}, Person: m.Person(person), Thread: on.Thread, Ref: on.Ref, Trigger: "now", At: m.Now(),
	})
}

func (m *Memory) Choose(person string, on Shown, values ...string) {
	m.t.Helper()
	var action chat.Action
	for _, block := range on.Raw.(chat.Message).Blocks {
		if block.Select != nil {
			action = block.Select.Action
		}
	}
	m.deliver(chat.Event{
		Did: chat.Clicked{Action: action, Values: values}, Person: m.Person(person), Thread: on.Thread, Ref: on.Ref,
		Trigger: "now", At: m.Now(),
	})
}

// Act delivers an action as it is, also one that no button has.
func (m *Memory) Act(person string, thread trex.Thread, action chat.Action, values ...string) {
	m.deliver(chat.Event{
		Did: chat.Clicked{Action: action, Values: values}, Person: m.Person(person), Thread: thread, Trigger: "now", At: m.Now(),
	})
}

// Form returns the form that was opened last.
func (m *Memory) Form() chat.Form {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.forms) == 0 {
		m.t.Fatal("no form was opened")
	}
	return m.forms[len(m.forms)-1]
}

func (m *Memory) Submit(person string, fields map[string]string) map[string]string {
	m.t.Helper()
	form := m.Form()
	filled := make(map[string]string)
	for _, field := range form.Fields {
		filled[field.Name] = field.Value
	}
	maps.Copy(filled, fields)
	var problems map[string]string
	m.deliver(chat.Event{
		Person: m.Person(person), Thread: m.Channel(), At: m.Now(),
		Did: chat.Submitted{
			Action: form.Action, Fields: filled, Errors: func(errors map[string]string) { problems = errors },
		},
	})
	return problems
}
