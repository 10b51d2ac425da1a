// Package paste reads what people paste instead of typing it: command lines,
// configurations, tables, and the search spaces of other tools. It writes each as
// lines of words, like "lr=0.1,0.01 optimizer=adam", which package read turns into
// the same plan as typed words. What it does not recognize stays as it is.
package paste
