// Package bubble lets time pass in tests that run on the clock of
// testing/synctest. It is the only place where a test sleeps: outside of a
// bubble a sleep would wait for the machine, and here it panics instead.
package bubble

import "time"

// epoch ends the time that a bubble can reach: its clock starts at midnight UTC
// of 2000-01-01, as testing/synctest says, and no test lets twenty years pass.
var epoch = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// Pass lets d go by on the clock of the bubble. It is safe in several
// goroutines of a bubble at once, which synctest.Wait is not.
func Pass(d time.Duration) {
	if time.Now().After(epoch) {
		panic("bubble: time passes by itself outside of a synctest bubble; package await waits there")
	}
	time.Sleep(d)
}
